import type { Tier } from '#libs/clinical';
import { PatientFixture } from '#libs/fixtures';
import { minuteOf, RecordedHistory } from '../recorded-history.harness.ts';
import { type Arrived, arrivedOf, type Happening, happeningsOf } from './happenings.harness.ts';
import { isGrave, planAt } from './person-at.harness.ts';
import { rules, type SickLife } from './sick-life.harness.ts';

/** What becomes of a reading in the high band within the time that the pathway states. */
export type Outcome = 'alerted' | 'silent' | 'not on a ward' | 'ceiling of care' | 'accepted as usual' | 'no high band';

export interface Judged extends Arrived {
  /** Minutes after noon until which there has to be an alert, or a reason. */
  readonly deadline: number;
  readonly outcome: Outcome;
}

/** What became of every reading of a life that was in the high band and reached Homeward. */
export function judge(life: SickLife): readonly Judged[] {
  const patient = new PatientFixture();
  const history = new RecordedHistory(patient.patientId, rules);
  const happenings = inAnyOrder(happeningsOf(patient, life), life.order);
  for (const [index, happening] of happenings.entries()) {
    learn(history, happening);
    if (chance(life.order, index + 500) % 4 === 0) history.untilMinute(chance(life.order, index + 900));
  }
  const arrived = arrivedOf(life);
  const awaited = arrived.map((one) => ({ ...one, deadline: deadlineOf(life, one, arrived) }));
  history.untilMinute(Math.max(1, ...awaited.map(({ deadline }) => deadline + 1)));
  return awaited.map(({ minute, fate, value, deadline }) => {
    const outcome = outcomeOf(life, { history, minute, deadline, value });
    return { minute, fate, value, deadline, outcome };
  });
}

/** Those after which there was neither an alert nor a reason, in words; none for any life. */
export function silencesOf(life: SickLife): readonly string[] {
  const { code } = life.sign;
  return judge(life)
    .filter(({ outcome }) => outcome === 'silent')
    .map(
      ({ minute, fate, value, deadline }) =>
        `${code} ${String(value)} (${fate}) of minute ${String(minute)}: silent at minute ${String(deadline)}`,
    );
}

/** By when a reading has to alert: a poor one at the latest as soon as a good one repeats it. */
function deadlineOf(
  life: SickLife,
  { minute, fate }: Arrived,
  arrived: readonly (Arrived & { readonly reading: { readonly delay: number } })[],
): number {
  const stated = minute + statedMinutes(life, minute, fate);
  if (fate !== 'poor') return stated;
  const repeats = arrived.filter((one) => one.fate === 'good' && one.minute > minute);
  return Math.min(stated, ...repeats.map((one) => one.minute + one.reading.delay));
}

/** How long a reading may wait for a repeat, or a doubt for a good reading, before it alerts. */
function statedMinutes(life: SickLife, minute: number, fate: Arrived['fate']): number {
  const quality = rules.newest(planAt(life, minute).pathway)?.file.quality;
  if (quality === undefined) throw new TypeError('A plan of a life names a pathway that there is not.');
  if (fate === 'poor') return quality.confirmWithinMinutes;
  return fate === 'quarantined' ? (quality.answerDoubtWithinMinutes ?? 5) : 0;
}

interface Waiting {
  readonly history: RecordedHistory;
  readonly minute: number;
  readonly deadline: number;
  readonly value: number | string;
}

function outcomeOf(life: SickLife, waiting: Waiting): Outcome {
  if (hasAlerted(life, waiting)) return 'alerted';
  const { minute, deadline, value } = waiting;
  const plan = planAt(life, deadline);
  if (!plan.onWard) return 'not on a ward';
  if (alertsAtMost(life, deadline) === 'none') return 'ceiling of care';
  const isLive = (reviewAfter: number): boolean => deadline < plan.minute + reviewAfter;
  if (plan.accepts !== null && isLive(plan.accepts.reviewAfter)) return 'accepted as usual';
  const inForce = arrivedOf(life).filter((one) => one.minute >= minute && one.minute <= deadline);
  const values = [value, ...inForce.map((one) => one.value)];
  return values.every((one) => isGrave(life, deadline, one)) ? 'silent' : 'no high band';
}

function alertsAtMost(life: SickLife, minute: number): string {
  const { ceiling, pathway, minute: changedMinute } = planAt(life, minute);
  const { reviewAfter = null } = ceiling ?? {};
  const isLive = reviewAfter === null || minute < changedMinute + reviewAfter;
  if (ceiling !== null && isLive) return ceiling.alertAtMost;
  return rules.newest(pathway)?.file.escalation.alertAtMost ?? 'high';
}

/** Whether a condition of the sign was above `low` at any time between two minutes. */
function hasAlerted({ sign }: SickLife, { history, minute, deadline }: Waiting): boolean {
  const tiers = new Map<string, Tier>();
  const isAbout = (condition: string): boolean => !condition.startsWith('silence') && isOfSign(condition, sign.code);
  for (const { atMs, condition, tier } of history.history.changes) {
    if (!isAbout(condition)) continue;
    const at = minuteOf(atMs);
    if (at > deadline) break;
    if (at > minute && isAnyAbove(tiers)) return true;
    tiers.set(condition, tier);
    if (at >= minute && tier !== 'low') return true;
  }
  return isAnyAbove(tiers);
}

const isOfSign = (condition: string, code: string): boolean =>
  condition.startsWith('doubt') ? condition === `doubt:${code}` : true;

const isAnyAbove = (tiers: ReadonlyMap<string, Tier>): boolean => [...tiers.values()].some((tier) => tier !== 'low');

function learn(history: RecordedHistory, happening: Happening): void {
  if (happening.kind === 'plan') history.follows(happening.plan);
  else if (happening.kind === 'outage') history.hearsOf(happening.outage);
  else history.takes(happening.set);
}

/** All of them in an order that follows from the numbers, some twice. */
function inAnyOrder(happenings: readonly Happening[], numbers: readonly number[]): readonly Happening[] {
  const repeated = happenings.filter((_, index) => chance(numbers, index) % 5 === 0);
  return [...happenings, ...repeated]
    .map((happening, index) => ({ happening, key: chance(numbers, index + 100) }))
    .sort((one, other) => one.key - other.key)
    .map(({ happening }) => happening);
}

/** A number below 1,000 that follows from the numbers and an index; all 0 where they are: then nothing is shuffled. */
function chance(numbers: readonly number[], index: number): number {
  const number = numbers[index % numbers.length] ?? 0;
  return (number * (index + 7)) % 997;
}
