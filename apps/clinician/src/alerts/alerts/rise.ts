import { type Tier, tiers } from '#libs/clinical';
import {
  type AlertTier,
  alertTierOf,
  type Condition,
  type EventId,
  type Instant,
  type PatientId,
  type ScoreId,
  type Signal,
  type StayId,
} from '#libs/contracts';
import { type Clearing, isCalm } from './clearing.ts';

/** The newest revision of a signal, and what people have done while it was known. */
export interface SignalRecord extends Pick<
  Signal,
  'kind' | 'tier' | 'at' | 'because' | 'late' | 'reason' | 'instruction' | 'respondWithinMinutes'
> {
  readonly id: EventId;
  readonly revision: number;
  readonly patientId: PatientId;
  readonly stayId: StayId;
  readonly condition: Condition;
  readonly scoreId: ScoreId | null;
  /** A person has acknowledged or resolved the alert since this was known. */
  readonly answered: boolean;
  /** A person has resolved the alert since. */
  readonly closed: boolean;
}

/** The last time a person resolved an alert of the condition, and the level that person saw. */
export interface Resolution {
  readonly at: Instant;
  readonly level: Tier;
  /** From which rise on its level still stood after the time that the outcome gives; null where that is not so. */
  readonly returnedFrom: Instant | null;
}

/** How far a condition has risen since a person last resolved an alert of it. */
export interface RiseSummary {
  /** The highest tier reached. */
  readonly tier: AlertTier;
  /** The first signal that reached it. */
  readonly top: SignalRecord;
  /**
   * The highest tier that people are to be notified of: the level now, or one that became known while nothing later and
   * lower was known. `low`: only late readings show that it was ever so, and the patient is better by now.
   */
  readonly notifyTier: Tier;
  /** The newest rise that was news; undefined where none was. */
  readonly newest: SignalRecord | undefined;
  /**
   * The newest rise that was news and is not answered, and before which readings showed that the level was down for as long
   * as the rules ask.
   */
  readonly relapse: SignalRecord | undefined;
  /** Whether a person has answered one of the rises. */
  readonly answered: boolean;
  /** It is what a person resolved an alert for before, and still stands. */
  readonly stillStands: boolean;
}

/** What else decides about what signals come to. */
export interface SummaryFacts {
  readonly resolved: Resolution | undefined;
  /**
   * When else the patient was shown to be at low risk, beside what the signals say: a level that is low since values have
   * aged out makes no signal when readings come that are low. It matters to a relapse alone.
   */
  readonly lowRiskAt?: readonly Instant[] | undefined;
  readonly clearing: Clearing;
  /** Every rise is something that happened anew, such as another call for help: none is the one before that goes on. */
  readonly areOccurrences?: boolean | undefined;
}

export interface ConditionSummary {
  /** The level of the condition now. */
  readonly level: Tier;
  /** Readings show that level: it is not there since values have aged out, or the plan has changed. */
  readonly isShown: boolean;
  /** Undefined where no rise is left to alert for. */
  readonly rise: RiseSummary | undefined;
  /** Without a rise: whether a person has resolved an alert of the condition, and nothing has come up since. */
  readonly dealtWith: boolean;
}

/**
 * Sums up the signals of one condition of a stay. The result follows from the signals alone, so the order in which they
 * came cannot matter.
 *
 * @param signals the newest revision of each, by the time it belongs to, oldest first; withdrawn ones count as none.
 */
export function summarise(
  signals: readonly SignalRecord[],
  { resolved, lowRiskAt = [], clearing, areOccurrences = false }: SummaryFacts,
): ConditionSummary {
  const valid = signals.filter(({ kind }) => kind !== 'withdrawn');
  const last = valid.at(-1);
  const level = last?.tier ?? 'low';
  const isShown = last !== undefined && isByReading(last);
  const rises = valid.flatMap((signal, index) => {
    const tier = signal.kind === 'tier-reached' ? alertTierOf(signal.tier) : null;
    return tier === null ? [] : [{ signal, tier, index }];
  });
  const open = rises.filter(({ signal }) => !isDealtWith(signal, resolved));
  const [first] = open;
  if (first === undefined) return { level, isShown, rise: undefined, dealtWith: resolved !== undefined };
  const highest = open.reduce((top, rise) => (isHigher(rise.tier, top.tier) ? rise : top), first);
  const since = valid.slice(first.index);
  const news = open.filter(({ signal }) => !signal.late);
  const relapses = news.filter(
    ({ signal, index }) =>
      index > first.index &&
      !signal.answered &&
      (areOccurrences || wasCalm(valid.slice(0, index), signal.at, { lowRiskAt, clearing })),
  );
  return {
    level,
    isShown,
    dealtWith: false,
    rise: {
      tier: highest.tier,
      top: highest.signal,
      notifyTier: since.reduce<Tier>((top, { tier, late }) => (!late && isHigher(tier, top) ? tier : top), level),
      newest: news.at(-1)?.signal,
      relapse: relapses.at(-1)?.signal,
      answered: open.some(({ signal }) => signal.answered),
      stillStands: resolved !== undefined && first.signal.at <= resolved.at && resolved.returnedFrom !== null,
    },
  };
}

/**
 * Whether a rise is over: the person who resolved the last alert knew it, or it belongs to the time before. What became
 * known only afterwards, is still so, and is worse than what that person saw, is not over. Nor is what still stood after the
 * time that the outcome gives.
 */
function isDealtWith(rise: SignalRecord, resolved: Resolution | undefined): boolean {
  if (resolved === undefined) return false;
  if (rise.closed) return true;
  if (rise.at > resolved.at) return false;
  if (resolved.returnedFrom !== null && rise.at >= resolved.returnedFrom) return false;
  return rise.late || !isHigher(rise.tier, resolved.level);
}

const isByReading = ({ because }: SignalRecord): boolean => because === 'reading' || because === 'confirmed';

/** Whether readings showed for as long as the rules ask that the level was low enough, up to a rise. */
function wasCalm(
  before: readonly SignalRecord[],
  until: Instant,
  { lowRiskAt, clearing }: { readonly lowRiskAt: readonly Instant[]; readonly clearing: Clearing },
): boolean {
  const lastUp = before.findLastIndex(({ tier }) => !isCalm(tier, clearing));
  const calm = before.slice(lastUp + 1);
  const [start] = calm;
  if (start === undefined) return false;
  // Values that have aged out, or a change of the plan, show nothing: readings after that may.
  const shownAt = [
    ...calm.filter(isByReading).map(({ at }) => at),
    ...lowRiskAt.filter((at) => start.at < at && at < until),
  ].toSorted()[0];
  return shownAt !== undefined && Date.parse(until) - Date.parse(shownAt) >= clearing.forMinutes * 60_000;
}

/** Whether one tier is more urgent than another. */
export function isHigher(tier: Tier, than: Tier): boolean {
  return tiers.indexOf(tier) > tiers.indexOf(than);
}

/** The more urgent of two. */
export function higherTier(one: AlertTier, other: AlertTier): AlertTier {
  return isHigher(one, other) ? one : other;
}
