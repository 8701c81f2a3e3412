import type {
  AlertDifference,
  ComparedAlert,
  Condition,
  DifferentScore,
  DifferentSignal,
  Instant,
  PatientId,
  ReplayedAlert,
  ReplayReport,
  ScoreDifference,
  WardId,
} from '#libs/contracts';
import { alertTiers, instant, kindOfCondition, scoreDifferences } from '#libs/contracts';

/** What one patient's replay came to. */
export interface PatientOutcome {
  readonly patientId: PatientId;
  /** Times within the period at which something was taken. */
  readonly readingTimes: number;
  readonly scores: number;
  /** On the ward within the period. */
  readonly staysMs: number;
  readonly alerts: readonly ReplayedAlert[];
  readonly differentScores: readonly DifferentScore[];
  readonly differentSignals: readonly DifferentSignal[];
  readonly signals: number;
  /** Days of UTC with how many alerts there were live and in the replay. */
  readonly alertsByDay: ReadonlyMap<string, { readonly live: number; readonly replayed: number }>;
}

export interface ReplayQuestion {
  /** As it was asked for: `live`, or the path. */
  readonly rules: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly wardId: WardId | null;
}

type Counts = Omit<ReplayReport['byTier'][number], 'tier'>;

/** So many differences of a kind are shown one by one. */
const mostShown = 200;
const dayInMs = 86_400_000;

/** Lower ends of the bars of the lead-time plot, in minutes: half a day and more either way, then ever finer. */
const leadBars = [-Infinity, -720, -240, -60, -15, 0, 15, 60, 240, 720] as const;

/** Puts patients' outcomes together. They have to come in the order of their ids, so that the report does not hang on chance. */
export class ReplayTally {
  readonly #question: ReplayQuestion;
  readonly #alerts: ReplayedAlert[] = [];
  readonly #byDay = new Map<string, { live: number; replayed: number }>();
  readonly #reasons = new Map<ScoreDifference, number>();
  readonly #firstScores: DifferentScore[] = [];
  readonly #firstSignals: DifferentSignal[] = [];
  #patients = 0;
  #staysMs = 0;
  #readingTimes = 0;
  #scores = 0;
  #signals = 0;
  #differentSignals = 0;

  constructor(question: ReplayQuestion) {
    this.#question = question;
  }

  add(outcome: PatientOutcome): void {
    this.#patients += 1;
    this.#staysMs += outcome.staysMs;
    this.#readingTimes += outcome.readingTimes;
    this.#scores += outcome.scores;
    this.#signals += outcome.signals;
    this.#differentSignals += outcome.differentSignals.length;
    this.#firstSignals.push(...outcome.differentSignals.slice(0, mostShown - this.#firstSignals.length));
    this.#alerts.push(...outcome.alerts);
    for (const [day, { live, replayed }] of outcome.alertsByDay) {
      const known = this.#byDay.get(day) ?? { live: 0, replayed: 0 };
      this.#byDay.set(day, { live: known.live + live, replayed: known.replayed + replayed });
    }
    for (const score of outcome.differentScores) {
      this.#reasons.set(score.because, (this.#reasons.get(score.because) ?? 0) + 1);
      if (this.#firstScores.length < mostShown) this.#firstScores.push(score);
    }
  }

  report(): ReplayReport {
    const alerts = this.#alerts;
    const all = countsOf(alerts);
    const patientDays = this.#staysMs / dayInMs;
    const perDay = (count: number): number | null => (patientDays === 0 ? null : rounded(count / patientDays, 4));
    const byCondition = Map.groupBy(alerts, ({ condition }) => condition);
    return {
      ...this.#question,
      patients: this.#patients,
      patientDays: rounded(patientDays, 2),
      readingTimes: this.#readingTimes,
      alertsPerPatientDay: { live: perDay(all.live), replayed: perDay(all.replayed) },
      byTier: alertTiers.map((tier) => ({ tier, ...countsOf(alerts.filter((alert) => alert.tier === tier)) })),
      byCondition: [...byCondition.keys()]
        .sort()
        .map((condition) => ({ condition, ...countsOf(byCondition.get(condition) ?? []) })),
      byDay: [...this.#byDay.keys()]
        .sort()
        .map((day) => ({ day, ...(this.#byDay.get(day) ?? { live: 0, replayed: 0 }) })),
      leads: leadsOf(alerts),
      signals: { compared: this.#signals, different: this.#differentSignals, first: this.#firstSignals },
      scores: {
        compared: this.#scores,
        different: [...this.#reasons.values()].reduce((sum, count) => sum + count, 0),
        because: scoreDifferences.flatMap((reason) => {
          const scores = this.#reasons.get(reason);
          return scores === undefined ? [] : [{ reason, scores }];
        }),
        first: this.#firstScores,
      },
      alerts,
    };
  }
}

/** Whether the replay came to what was published live, in every signal and score. */
export function isReproduction({ signals, scores }: ReplayReport): boolean {
  return signals.different === 0 && scores.different === 0;
}

/** The day of UTC that a time is in. */
export function dayOf(atMs: number): string {
  return instant(atMs).slice(0, 10);
}

/** What makes an alert differ between the rules: what its condition is made of, unless the ceiling of care is another. */
export function differenceOf(condition: Condition, isCapped: boolean): AlertDifference {
  return isCapped ? 'ceiling' : kindOfCondition(condition);
}

function countsOf(alerts: readonly ReplayedAlert[]): Counts {
  const count = (outcome: ComparedAlert['outcome']): number =>
    alerts.filter((alert) => alert.outcome === outcome).length;
  const [same, earlier, later, lost] = [count('same'), count('earlier'), count('later'), count('lost')];
  const found = same + earlier + later;
  return { live: found + lost, replayed: found + count('new'), same, earlier, later, lost, new: count('new') };
}

/** How many alerts come how much earlier or later; those at the same time are in no bar. */
function leadsOf(alerts: readonly ReplayedAlert[]): ReplayReport['leads'] {
  const moved = alerts.flatMap(({ outcome, leadMinutes }) =>
    leadMinutes === null || outcome === 'same' ? [] : [leadMinutes],
  );
  return leadBars.map((fromMinutes, index) => {
    const untilMinutes = leadBars[index + 1] ?? Infinity;
    const within = moved.filter((minutes) => minutes >= fromMinutes && minutes < untilMinutes);
    // JSON knows no infinity: the first bar begins where no lead reaches.
    return { fromMinutes: Math.max(fromMinutes, -100_000), alerts: within.length };
  });
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
