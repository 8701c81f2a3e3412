import { type Tier, tiers } from '#libs/clinical';
import { type ComparedAlert, alertTierOf, type Condition, instant, type StayId } from '#libs/contracts';

/** A change of one condition's level: as it was published live, or as it comes out of a replay. */
export interface Move {
  readonly atMs: number;
  readonly stayId: StayId;
  readonly condition: Condition;
  readonly tier: Tier;
  readonly previousTier: Tier;
}

const minuteInMs = 60_000;

/**
 * Compares when conditions reached each tier live and in a replay. Each rise within the period is one alert of its tier. It
 * is found again where the other side is at that tier or above at any time while it lasts.
 *
 * @param period what began before it is not counted, but may be what an alert is found again in.
 */
export function compareLevels(
  live: readonly Move[],
  replayed: readonly Move[],
  period: { readonly fromMs: number; readonly toMs: number },
): readonly ComparedAlert[] {
  const liveByLine = Map.groupBy(live, lineOf);
  const replayedByLine = Map.groupBy(replayed, lineOf);
  const outcomes: { readonly atMs: number; readonly outcome: ComparedAlert }[] = [];
  for (const line of new Set([...liveByLine.keys(), ...replayedByLine.keys()])) {
    const ofLive = liveByLine.get(line) ?? [];
    const ofReplay = replayedByLine.get(line) ?? [];
    for (const rise of risesWithin(ofLive, period)) {
      outcomes.push({ atMs: rise.atMs, outcome: outcomeOf(rise, found(rise, ofLive, ofReplay)) });
    }
    for (const rise of risesWithin(ofReplay, period)) {
      if (found(rise, ofReplay, ofLive) === undefined) {
        outcomes.push({ atMs: rise.atMs, outcome: { ...alertOf(rise), outcome: 'new', ...times(null, rise.atMs) } });
      }
    }
  }
  return outcomes
    .sort((one, other) => one.atMs - other.atMs || compareText(keyOf(one.outcome), keyOf(other.outcome)))
    .map(({ outcome }) => outcome);
}

/** The rises within a period: what the clinicians on duty would be alerted to. */
export function risesWithin<Change extends Move>(
  moves: readonly Change[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly Change[] {
  return moves.filter((move) => move.atMs >= fromMs && move.atMs <= toMs && rank(move.tier) > rank(move.previousTier));
}

interface Interval {
  readonly fromMs: number;
  /** Just before this. */
  readonly untilMs: number;
}

/** When the other side was first at the rise's tier, in an interval that overlaps its own; undefined where never. */
function found(rise: Move, own: readonly Move[], other: readonly Move[]): Interval | undefined {
  const mine = intervalsAt(own, rise.tier).find(({ fromMs, untilMs }) => fromMs <= rise.atMs && rise.atMs < untilMs);
  if (mine === undefined) return undefined;
  return intervalsAt(other, rise.tier).find(({ fromMs, untilMs }) => fromMs < mine.untilMs && untilMs > mine.fromMs);
}

/** When the level was at a tier or above. What was before the first change, the change itself says. */
function intervalsAt(moves: readonly Move[], tier: Tier): readonly Interval[] {
  const intervals: Interval[] = [];
  const [first] = moves;
  let sinceMs = first !== undefined && rank(first.previousTier) >= rank(tier) ? -Infinity : undefined;
  for (const { atMs, tier: reached } of moves) {
    if (rank(reached) >= rank(tier)) sinceMs ??= atMs;
    else if (sinceMs !== undefined) {
      intervals.push({ fromMs: sinceMs, untilMs: atMs });
      sinceMs = undefined;
    }
  }
  if (sinceMs !== undefined) intervals.push({ fromMs: sinceMs, untilMs: Infinity });
  return intervals;
}

function outcomeOf(rise: Move, other: Interval | undefined): ComparedAlert {
  if (other === undefined) return { ...alertOf(rise), outcome: 'lost', ...times(rise.atMs, null) };
  const outcome = other.fromMs === rise.atMs ? 'same' : other.fromMs < rise.atMs ? 'earlier' : 'later';
  return { ...alertOf(rise), outcome, ...times(rise.atMs, other.fromMs) };
}

function alertOf({ stayId, condition, tier }: Move): Pick<ComparedAlert, 'stayId' | 'condition' | 'tier'> {
  const alertTier = alertTierOf(tier);
  if (alertTier === null) throw new TypeError('A rise is to a tier that is alerted for.');
  return { stayId, condition, tier: alertTier };
}

function times(
  liveMs: number | null,
  replayedMs: number | null,
): Pick<ComparedAlert, 'liveAt' | 'replayedAt' | 'leadMinutes'> {
  const both = liveMs !== null && replayedMs !== null && Number.isFinite(replayedMs);
  return {
    liveAt: liveMs === null ? null : instant(liveMs),
    replayedAt: replayedMs === null || !Number.isFinite(replayedMs) ? null : instant(replayedMs),
    leadMinutes: both ? Math.round((liveMs - replayedMs) / minuteInMs) : null,
  };
}

function lineOf({ stayId, condition }: Move): string {
  return `${stayId} ${condition}`;
}

function keyOf({ stayId, condition, tier, outcome }: ComparedAlert): string {
  return [stayId, condition, tier, outcome].join(' ');
}

/** By code point, so that every machine sorts alike. */
function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function rank(tier: Tier): number {
  return tiers.indexOf(tier);
}
