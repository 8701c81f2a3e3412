import type { NotificationTarget } from '#libs/contracts';
import type { Recipients } from '../recipients/recipients.ts';

/** Why a target reaches no one. */
export const emptyWords: Readonly<Record<NonNullable<Recipients['empty']>, string>> = {
  gap: 'no one is on call',
  'empty-team': 'the team has no active members',
  'no-one-with-role': 'no active person on the ward has the role',
  unknown: 'it does not exist any more',
  inactive: 'the person is not active',
};

/** Whom a target means, by what it names. */
export function targetInWords(target: NotificationTarget): string {
  if ('role' in target) return `role ${target.role}`;
  if ('teamId' in target) return `team ${target.teamId}`;
  return 'rotaId' in target ? `rota ${target.rotaId}` : `person ${target.personId}`;
}
