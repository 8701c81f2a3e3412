import { type Permission, permissions, type Role, roles } from '#libs/contracts';
import { separationPage } from './separation-of-duties.ts';

const clinical = [
  'view-wards',
  'view-patients',
  'manage-patients',
  'correct-demographics',
  'manage-referrals',
  'admit-and-discharge',
  'record-observations',
  'act-on-alerts',
  'view-devices',
  'issue-devices',
  'view-quarantine',
  'release-from-quarantine',
  'adjust-monitoring',
  'view-staff',
] as const satisfies readonly Permission[];

/**
 * Who may do what. No administrator prescribes by being one, and an operator of the service does not read charts by
 * running it.
 */
const matrix: Readonly<Record<Role, readonly Permission[]>> = {
  'healthcare-assistant': ['view-wards', 'view-patients', 'record-observations', 'act-on-alerts', 'view-staff'],
  nurse: clinical,
  prescriber: [...clinical, 'correct-stays', 'prescribe'],
  // Gives out beds, and sees the patients that they are for; alerts and charts are for those who treat.
  coordinator: [
    'view-wards',
    'view-patients',
    'manage-wards',
    'manage-patients',
    'correct-demographics',
    'merge-patients',
    'manage-referrals',
    'admit-and-discharge',
    'correct-stays',
    'exceed-capacity',
    'view-devices',
    'issue-devices',
    'view-staff',
  ],
  operations: [
    'view-wards',
    'manage-wards',
    'view-quarantine',
    'view-devices',
    'register-devices',
    'manage-gateways',
    'view-staff',
    'manage-staff',
    'view-sent-messages',
  ],
  administrator: permissions.filter((permission) => permission !== 'prescribe'),
};

/** Everything the role may do, in the order in which permissions are listed everywhere. */
export function permissionsOf(role: Role): readonly Permission[] {
  return permissions.filter((permission) => matrix[role].includes(permission));
}

export function may(role: Role, permission: Permission): boolean {
  return matrix[role].includes(permission);
}

/** The whole of docs/permissions.md, which a test holds to this. */
export function permissionsPage(): string {
  return `# Who may do what

Printed from \`libs/identity/src/permissions.ts\`; a test fails when the two differ. A role comes with the person who
signs in, or with a bearer token. Gateways have no role: they reach their own topics and \`/api/v1/ingest/\`, nothing else.

${permissionTable()}

${separationPage()}`;
}

function permissionTable(): string {
  const heading = ['Permission', ...roles];
  const rows = permissions.map((permission) => [
    `\`${permission}\``,
    ...roles.map((role) => (may(role, permission) ? 'yes' : '')),
  ]);
  const widths = heading.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
