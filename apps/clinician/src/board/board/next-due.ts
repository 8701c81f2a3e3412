import { type AwaitedCode, type Chart, isObservationCode, nextDueOf, type Pathway } from '#libs/clinical';
import {
  type AskedOfCode,
  instant,
  type Instant,
  type MonitoringPause,
  type NextDue,
  type Observation,
  type Plan,
} from '#libs/contracts';

/** What the next observation follows from. */
export interface Monitored {
  readonly plan: Pick<Plan, 'dueEveryMinutes'>;
  /** The rules that the plan names. */
  readonly pathway: Pick<Pathway, 'file' | 'chart'>;
  readonly pauses: readonly Pick<MonitoringPause, 'from' | 'until'>[];
  readonly admittedAt: Instant;
  /** The newest observation of each code. */
  readonly latest: readonly Pick<Observation, 'code' | 'takenAt'>[];
  /** What the newest score says of how soon scores ask for the next of what was taken before it. */
  readonly asked: readonly AskedOfCode[];
}

/** When the newest observations were taken whose scores say how soon the next are due, where the newest score does not. */
export function timesOfAskingScores({ plan, pathway, latest, asked }: Monitored): readonly Instant[] {
  if (!pathway.file.dueByScore) return [];
  const scored = latest.filter(
    (one) => pathway.chart.indexOf(one.code) >= 0 && isAwaited(plan, one.code) && askedOf(asked, one) === undefined,
  );
  return [...new Set(scored.map(({ takenAt }) => takenAt))];
}

/**
 * When the next observation is due, and of what: by the plan, the newest observation of each code, and what the score asked
 * for that was made when it was taken. Null where none is waited for, or not at the moment.
 *
 * @param askedAt within how many minutes the score of a time asks for the next; undefined where it does not.
 */
export function nextDue(
  monitored: Monitored,
  askedAt: (takenAt: Instant) => number | undefined,
  at: Instant,
): NextDue | null {
  const { plan, pathway, pauses, admittedAt, latest, asked } = monitored;
  if (pauses.some(({ from, until }) => from <= at && at < until)) return null;
  const takenAt = new Map(latest.map((observation) => [observation.code, observation.takenAt]));
  const awaited = Object.entries(plan.dueEveryMinutes).flatMap(([code, everyMinutes]): readonly AwaitedCode[] => {
    if (everyMinutes === null || !isObservationCode(code)) return [];
    const last = takenAt.get(code);
    const isScored = pathway.file.dueByScore && pathway.chart.indexOf(code) >= 0;
    if (last === undefined) return [{ code, everyMinutes, ...notAsked, lastTakenAtMs: null }];
    const lastTakenAtMs = Date.parse(last);
    if (!isScored) return [{ code, everyMinutes, ...notAsked, lastTakenAtMs }];
    const again = askedOf(asked, { code, takenAt: last });
    const nextWithinMinutes = again?.everyMinutes ?? askedAt(last) ?? null;
    const askedFromMs = again === undefined ? null : Date.parse(again.from);
    return [{ code, everyMinutes, nextWithinMinutes, askedFromMs, lastTakenAtMs }];
  });
  const due = nextDueOf(awaited, {
    watchedFromMs: Date.parse(admittedAt),
    pauses: pauses.map(({ from, until }) => ({ fromMs: Date.parse(from), untilMs: Date.parse(until) })),
  });
  return due === undefined ? null : { at: instant(due.atMs), codes: [...due.codes] };
}

/**
 * In minutes how often a score asks to measure, by its chart's own words for it; undefined where the chart is not there, or
 * says it in other words by now.
 */
export function minutesAsked(chart: Pick<Chart, 'file'> | undefined, monitoring: string): number | undefined {
  const { tiers = [], whenNought } = chart?.file ?? {};
  return [...tiers, whenNought].find((asked) => asked?.monitoring === monitoring)?.monitorEveryMinutes;
}

const notAsked = { nextWithinMinutes: null, askedFromMs: null } as const;

/** What the newest score says of this very reading. */
function askedOf(
  asked: readonly AskedOfCode[],
  { code, takenAt }: Pick<Observation, 'code' | 'takenAt'>,
): AskedOfCode | undefined {
  return asked.find((one) => one.code === code && one.takenAt === takenAt);
}

function isAwaited({ dueEveryMinutes }: Monitored['plan'], code: string): boolean {
  return typeof dueEveryMinutes[code] === 'number';
}
