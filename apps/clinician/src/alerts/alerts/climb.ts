import { type Tier, tiers } from '#libs/clinical';
import { type AlertTier, alertTierOf, type Instant, type ScoreId, type Signal } from '#libs/contracts';

/** A signal as it stands: the newest revision of it, and what people have done while it stood. */
export type StandingSignal = Pick<
  Signal,
  'kind' | 'tier' | 'at' | 'because' | 'late' | 'reason' | 'instruction' | 'respondWithinMinutes'
> & {
  readonly scoreId: ScoreId | null;
  /** Somebody has acknowledged or resolved the alert since it has stood as it does. */
  readonly answered: boolean;
  /** Somebody has resolved the alert since. */
  readonly closed: boolean;
};

/** The last time a person resolved an alert of the condition, and the level that person saw. */
export interface Resolution {
  readonly at: Instant;
  readonly level: Tier;
}

/** What the signals of a condition come to since a person last resolved an alert of it. */
export interface Climb<Of extends StandingSignal = StandingSignal> {
  /** The highest tier reached. */
  readonly tier: AlertTier;
  /** The first signal that reached it. */
  readonly top: Of;
  /**
   * The highest tier that was ever news: the level now, or one that became known while nothing later and lower was known.
   * `low`: only late readings show that it was ever so, and the patient is better by now.
   */
  readonly newsTier: Tier;
  /** The newest rise that was news; undefined where none was. */
  readonly newest: Of | undefined;
  /** The newest rise that was news, that nobody has answered, and before which the patient was shown to be at low risk. */
  readonly relapse: Of | undefined;
  /** Whether somebody has answered one of the rises. */
  readonly answered: boolean;
}

export interface Standing<Of extends StandingSignal = StandingSignal> {
  /** Where the patient stands now. */
  readonly level: Tier;
  /** Undefined where no rise is left to alert for. */
  readonly climb: Climb<Of> | undefined;
  /** Without a climb: whether a person has resolved an alert of the condition, and nothing has come up since. */
  readonly dealtWith: boolean;
}

/**
 * Sums up the signals of one condition of a stay. It follows from the signals alone, so the order in which they came
 * cannot matter.
 *
 * @param signals those that stand, by the moment they belong to, oldest first; withdrawn ones count as none.
 * @param shownLowAt when else the patient was shown to be at low risk, beside what the signals say: a level that is low
 *   since values have aged out makes no signal when readings come that are low. It matters to nothing but a relapse.
 */
export function standingOf<Of extends StandingSignal>(
  signals: readonly Of[],
  resolved: Resolution | undefined,
  shownLowAt: readonly Instant[] = [],
): Standing<Of> {
  const valid = signals.filter(({ kind }) => kind !== 'withdrawn');
  const level = valid.at(-1)?.tier ?? 'low';
  const rises = valid.flatMap((signal, index) => {
    const tier = signal.kind === 'tier-reached' ? alertTierOf(signal.tier) : null;
    return tier === null ? [] : [{ signal, tier, index }];
  });
  const open = rises.filter(({ signal }) => !isDealtWith(signal, resolved));
  const [first] = open;
  if (first === undefined) return { level, climb: undefined, dealtWith: resolved !== undefined };
  const highest = open.reduce((top, rise) => (isHigher(rise.tier, top.tier) ? rise : top), first);
  const since = valid.slice(first.index);
  const news = open.filter(({ signal }) => !signal.late);
  const relapses = news.filter(
    ({ signal, index }) =>
      index > first.index && !signal.answered && isProvenLow(valid[index - 1], signal.at, shownLowAt),
  );
  return {
    level,
    dealtWith: false,
    climb: {
      tier: highest.tier,
      top: highest.signal,
      newsTier: since.reduce<Tier>((news, { tier, late }) => (!late && isHigher(tier, news) ? tier : news), level),
      newest: news.at(-1)?.signal,
      relapse: relapses.at(-1)?.signal,
      answered: open.some(({ signal }) => signal.answered),
    },
  };
}

/**
 * Whether a rise is behind us: whoever resolved the last alert knew it, or it belongs to the time before. Not behind us is
 * what became known only afterwards, is still so, and is worse than what that person saw.
 */
function isDealtWith(rise: StandingSignal, resolved: Resolution | undefined): boolean {
  if (resolved === undefined) return false;
  if (rise.closed) return true;
  if (rise.at > resolved.at) return false;
  return rise.late || !isHigher(rise.tier, resolved.level);
}

/** Shown by readings: a level that is low because values have aged out, or the plan changed, shows nothing by itself. */
function isProvenLow(left: StandingSignal | undefined, until: Instant, shownLowAt: readonly Instant[]): boolean {
  if (left?.tier !== 'low') return false;
  if (left.because === 'reading' || left.because === 'confirmed') return true;
  return shownLowAt.some((at) => left.at < at && at < until);
}

/** Whether one tier is more urgent than another. */
export function isHigher(tier: Tier, than: Tier): boolean {
  return tiers.indexOf(tier) > tiers.indexOf(than);
}

/** The more urgent of two. */
export function higherTier(one: AlertTier, other: AlertTier): AlertTier {
  return isHigher(one, other) ? one : other;
}
