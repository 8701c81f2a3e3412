import type { Permission, Role } from '#libs/contracts';

/** Two permissions that no role has together, but for the named ones; and what a person could do who had both. */
export interface PermissionConflict {
  readonly permissions: readonly [Permission, Permission];
  readonly except: readonly Role[];
  readonly because: string;
}

/** A permission that is good for nothing, or shows more than it says, without another. */
export interface Presupposed {
  readonly permission: Permission;
  readonly presupposes: Permission;
  readonly because: string;
}

/**
 * The administrator is the one exception there is: a small service has one person who sets everything up. What they do is
 * in the audit, and they do not prescribe.
 */
const setsEverythingUp = ['administrator'] as const satisfies readonly Role[];

/** No role has both permissions of a line, but the roles that it names: docs/permissions.md prints it, a test holds it. */
export const permissionConflicts: readonly PermissionConflict[] = [
  {
    permissions: ['manage-gateways', 'issue-devices'],
    except: setsEverythingUp,
    because:
      'With a gateway’s secret and the say whose a device is, a chart could be forged: well readings of one who is ill.',
  },
  {
    permissions: ['register-devices', 'issue-devices'],
    except: setsEverythingUp,
    because: 'A device that is not the patient’s own could be put in and given to them by one person alone.',
  },
  {
    permissions: ['manage-gateways', 'release-from-quarantine'],
    except: setsEverythingUp,
    because: 'What was sent with a gateway’s secret could be declared true by the one who sent it.',
  },
  {
    permissions: ['manage-gateways', 'view-patients'],
    except: setsEverythingUp,
    because: 'Who keeps the service running need not know whom it watches over.',
  },
  {
    permissions: ['manage-staff', 'act-on-alerts'],
    except: setsEverythingUp,
    because: 'Calls for help could be led to an address of one’s own, and answered in the name of another.',
  },
  {
    permissions: ['view-sent-messages', 'act-on-alerts'],
    except: setsEverythingUp,
    because: 'Messages to others could be read, and what they call for be closed before they see it.',
  },
  {
    permissions: ['merge-patients', 'act-on-alerts'],
    except: setsEverythingUp,
    because: 'An alert could be moved to another record and closed there.',
  },
  {
    permissions: ['manage-staff', 'prescribe'],
    except: [],
    because: 'Who prescribes is not for the prescriber to say.',
  },
  {
    permissions: ['manage-gateways', 'prescribe'],
    except: [],
    because: 'Readings and what they are scored by must not come from one person.',
  },
];

/** A role that has the first has the second. */
export const presupposed: readonly Presupposed[] = [
  ...(
    [
      'manage-patients',
      'correct-demographics',
      'merge-patients',
      'manage-referrals',
      'admit-and-discharge',
      'correct-stays',
      'record-observations',
      'act-on-alerts',
      'prescribe',
      'issue-devices',
      'release-from-quarantine',
      'adjust-monitoring',
    ] as const
  ).map((permission) => ({
    permission,
    presupposes: 'view-patients' as const,
    because: 'It is about one patient, whom one has to see.',
  })),
  { permission: 'release-from-quarantine', presupposes: 'view-quarantine', because: 'One releases what one has read.' },
  { permission: 'issue-devices', presupposes: 'view-devices', because: 'One issues what is in stock.' },
  { permission: 'register-devices', presupposes: 'view-devices', because: 'One sees what is registered already.' },
  {
    permission: 'view-dead-letters',
    presupposes: 'view-patients',
    because: 'Messages that could not be worked on are shown whole, with whose they are.',
  },
  { permission: 'replay-dead-letters', presupposes: 'view-dead-letters', because: 'One replays what one has read.' },
];

/** The part of docs/permissions.md about permissions that are kept apart, or belong together. */
export function separationPage(): string {
  const apart = permissionConflicts.map(
    ({ permissions: [one, other], except, because }) =>
      `- \`${one}\` and \`${other}\`${except.length === 0 ? '' : ` (but: ${except.join(', ')})`}. ${because}`,
  );
  const together = presupposed.map(
    ({ permission, presupposes, because }) => `- \`${permission}\` only with \`${presupposes}\`. ${because}`,
  );
  return `## What no role may do alone

No role has both of these permissions, but the roles in brackets. Printed from
\`libs/identity/src/separation-of-duties.ts\`.

${apart.join('\n')}

## What belongs together

${together.join('\n')}
`;
}
