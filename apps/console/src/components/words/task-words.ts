import { t } from '@lingui/core/macro';
import type { SepsisFinding, Task, TaskKind } from '#libs/contracts';
import { ageWords, timeWords } from './time-words.ts';

export const taskTitles: Readonly<Record<TaskKind, string>> = {
  'missing-readings': 'Missing readings',
  'measure-again': 'Measure again',
  'doubtful-reading': 'Doubtful reading',
  'device-refused': 'Device being refused',
  'device-clock': 'Clock of a device changed',
  'devices-disagree': 'Two devices disagree',
  'review-oxygen-scale': 'Review SpO₂ scale 2',
  'review-threshold': 'Review a personal limit',
  'review-ceiling': 'Review the ceiling of care',
  'leave-overdue': 'Not back from leave',
  'recover-kit': 'Fetch the kit',
  'call-unanswered': 'Call for help without an alert',
  'nurse-assessment': 'Assessment by a registered nurse',
  'sepsis-screen': 'Screen for sepsis',
};

const silentWords = {
  device: 'Silent device',
  patient: 'Silent patient',
  unknown: 'Not known who is silent',
} as const satisfies Record<NonNullable<Task['silentParty']>, string>;

/** What has become of a task, in words. One with a clock is due by its end, which the clock says. */
export function taskState({ state, dueAt, doneBy, closedAt, closedBy }: Task, now: number): string {
  if (state === 'open') {
    const since = `${timeWords(dueAt, now)} (${ageWords(dueAt, now)})`;
    return doneBy === null ? `Open, due since ${since}` : `Open since ${since}`;
  }
  const at = closedAt === null ? '' : ` at ${timeWords(closedAt, now)}`;
  return state === 'done' ? `Done${closedBy === null ? '' : ` by ${closedBy.name}`}${at}` : `No longer needed${at}`;
}

const findings: Readonly<Record<SepsisFinding, () => string>> = {
  'sepsis-likely': () => t`Sepsis is likely`,
  'sepsis-unlikely': () => t`Sepsis is unlikely`,
  'other-cause': () => t`Another cause`,
};

/** What a screen for sepsis found. */
export const findingWords = (finding: SepsisFinding): string => findings[finding]();

/** By when an open task is to be done, and whether that is past; empty for one without a clock. */
export function clockWords({ state, doneBy }: Task, now: number): string {
  if (state !== 'open' || doneBy === null) return '';
  const by = timeWords(doneBy, now);
  return Date.parse(doneBy) < now ? t`Overdue: to be done by ${by}` : t`To be done by ${by}`;
}

/** Who is silent, for a task about missing readings; empty for others. Its words say more. */
export const silentPartyWords = ({ silentParty }: Task): string =>
  silentParty === null ? '' : silentWords[silentParty];

/** Open before closed; the one that has been due for longest first, of closed ones the newest. */
export function compareTasks(one: Task, other: Task): number {
  const open = Number(other.state === 'open') - Number(one.state === 'open');
  if (open !== 0) return open;
  if (one.state === 'open') return one.dueAt.localeCompare(other.dueAt) || one.id.localeCompare(other.id);
  return (other.closedAt ?? '').localeCompare(one.closedAt ?? '') || one.id.localeCompare(other.id);
}
