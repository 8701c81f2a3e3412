import { type Tier, tiers } from '#libs/clinical';
import { alertTiers, instant, StayId } from '#libs/contracts';
import { type AlertDecision, type DecidedAlert, decideAlert, type Situation } from './alert-decision.ts';
import { type Climb, isHigher, type Standing, type StandingSignal } from './climb.ts';

const stayId = StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c');
const otherStay = StayId.parse('0c1d2e3f-4a5b-4c6d-8e7f-8a9b0c1d2e3f');

const rise: StandingSignal = {
  kind: 'tier-reached',
  tier: 'medium',
  at: instant(Date.UTC(2026, 10, 22, 8)),
  because: 'reading',
  late: false,
  reason: 'NEWS2 5',
  instruction: null,
  respondWithinMinutes: null,
  scoreId: null,
  answered: false,
  closed: false,
};
const nextRise: StandingSignal = { ...rise, at: instant(Date.UTC(2026, 10, 22, 9)), reason: 'NEWS2 6' };

/** A climb to medium that is news, and that nobody has answered. */
const aStanding = (over: Partial<Climb> = {}, level: Tier = 'medium'): Standing => ({
  level,
  dealtWith: false,
  climb: { tier: 'medium', top: rise, newsTier: 'medium', newest: rise, relapse: undefined, answered: false, ...over },
});
const noRise = (level: Tier = 'low'): Standing => ({ level, climb: undefined, dealtWith: false });
const anAlert = (over: Partial<DecidedAlert> = {}): DecidedAlert => ({
  tier: 'medium',
  newsTier: 'medium',
  currentTier: 'medium',
  state: 'raised',
  late: false,
  signalReason: rise.reason,
  scoreId: null,
  instruction: null,
  acted: false,
  withdrawn: false,
  ...over,
});
const acknowledged = (over: Partial<DecidedAlert> = {}): DecidedAlert =>
  anAlert({ state: 'acknowledged', acted: true, ...over });

const decide = (standing: Standing, alert?: DecidedAlert): AlertDecision =>
  decideAlert({ stayId, openStay: { id: stayId }, standing, alert });

const history = { newsTier: 'low', newest: undefined, top: { ...rise, late: true } } as const;

describe('What the signals of a condition make of its alert', () => {
  it.each<[claim: string, standing: Standing, alert: DecidedAlert | undefined, decision: object]>([
    ['a rise raises one', aStanding(), undefined, { change: 'raise', because: 'tier-reached', to: { tier: 'medium' } }],
    [
      'three in one parameter is enough',
      aStanding({ tier: 'low-medium', newsTier: 'low-medium' }, 'low-medium'),
      undefined,
      { change: 'raise', to: { tier: 'low-medium' } },
    ],
    [
      'a rise that is over when it is learnt of raises one to be looked at',
      aStanding(history, 'low'),
      undefined,
      { change: 'raise', because: 'late-rise', to: { tier: 'medium', currentTier: 'low', late: true } },
    ],
    ['no rise raises none', noRise(), undefined, { change: 'nothing', because: 'no-rise' }],
    [
      'what a person has dealt with raises none',
      { ...noRise(), dealtWith: true },
      undefined,
      { change: 'nothing', because: 'dealt-with' },
    ],
    [
      'a higher tier worsens it',
      aStanding({ tier: 'high', newsTier: 'high', top: nextRise }, 'high'),
      anAlert(),
      { change: 'worsen', because: 'higher-tier', to: { tier: 'high', signal: nextRise } },
    ],
    [
      'a higher tier worsens an acknowledged one too: what was acknowledged was less',
      aStanding({ tier: 'high', newsTier: 'high', answered: true }, 'high'),
      acknowledged(),
      { change: 'worsen', because: 'higher-tier' },
    ],
    [
      'a higher tier of which only late readings tell corrects it and calls nobody',
      aStanding({ tier: 'high' }),
      anAlert(),
      { change: 'correct', because: 'late-rise', to: { tier: 'high', currentTier: 'medium', late: false } },
    ],
    [
      'so it does an acknowledged one',
      aStanding({ tier: 'high', answered: true }),
      acknowledged(),
      { change: 'correct', because: 'late-rise', to: { tier: 'high', newsTier: 'medium' } },
    ],
    [
      'a tier that only late readings told of worsens it once it is news',
      aStanding({ tier: 'high', newsTier: 'high', newest: nextRise }, 'high'),
      acknowledged({ tier: 'high', newsTier: 'medium' }),
      { change: 'worsen', because: 'higher-tier', to: { signal: nextRise } },
    ],
    [
      'what was history becomes news with the next rise',
      aStanding({ tier: 'high', newsTier: 'medium', newest: nextRise, top: rise }),
      anAlert({ tier: 'high', newsTier: 'low', late: true, currentTier: 'low' }),
      { change: 'worsen', because: 'news', to: { tier: 'high', late: false, signal: rise } },
    ],
    [
      'so it does where somebody has taken the history up, for what the new rise says',
      aStanding({ tier: 'high', newsTier: 'medium', newest: nextRise, answered: true }),
      acknowledged({ tier: 'high', newsTier: 'low', late: true, currentTier: 'low' }),
      { change: 'worsen', because: 'news', to: { signal: nextRise } },
    ],
    [
      'a relapse worsens an acknowledged one whose patient had come back to low risk',
      aStanding({ relapse: nextRise, answered: true }),
      acknowledged({ currentTier: 'low' }),
      { change: 'worsen', because: 'relapse', to: { tier: 'medium', signal: nextRise } },
    ],
    [
      'a rise after corrections took away every rise that was acknowledged is a relapse',
      aStanding({ newest: nextRise }),
      acknowledged({ currentTier: 'low' }),
      { change: 'worsen', because: 'relapse', to: { signal: nextRise } },
    ],
    [
      'a correction that only moves the rise is none',
      aStanding({ newest: nextRise, top: nextRise }),
      acknowledged(),
      { change: 'nothing', because: 'unchanged' },
    ],
    [
      'a relapse of one that nobody has taken up is only followed',
      aStanding({ relapse: nextRise }),
      anAlert({ currentTier: 'low' }),
      { change: 'follow', because: 'no-higher-than-before', currentTier: 'medium' },
    ],
    [
      'getting better is shown and closes nothing',
      aStanding({}, 'low'),
      anAlert(),
      { change: 'follow', because: 'improved', currentTier: 'low' },
    ],
    [
      'a swing between two alerting tiers is only followed',
      aStanding({ tier: 'high', newsTier: 'high', answered: true }, 'high'),
      acknowledged({ tier: 'high', newsTier: 'high' }),
      { change: 'follow', because: 'no-higher-than-before', currentTier: 'high' },
    ],
    ['what is as it was changes nothing', aStanding(), anAlert(), { change: 'nothing', because: 'unchanged' }],
    [
      'a correction lowers what nobody has acted on',
      aStanding(),
      anAlert({ tier: 'high', newsTier: 'high', currentTier: 'high' }),
      { change: 'correct', because: 'corrected', to: { tier: 'medium', currentTier: 'medium' } },
    ],
    [
      'a correction never lowers what somebody has acted on',
      aStanding({ answered: true }),
      acknowledged({ tier: 'high', newsTier: 'high', currentTier: 'high' }),
      { change: 'follow', because: 'improved', currentTier: 'medium' },
    ],
    [
      'a correction gives what nobody has acted on its reason',
      aStanding(),
      anAlert({ signalReason: 'NEWS2 6' }),
      { change: 'correct', because: 'corrected', to: { signal: rise } },
    ],
    [
      'and its instruction',
      aStanding(),
      anAlert({ instruction: 'Call the palliative care team' }),
      { change: 'correct', because: 'corrected' },
    ],
    [
      'a correction that leaves only history changes nothing in that people were called',
      aStanding({ ...history, tier: 'high' }, 'low'),
      anAlert(),
      { change: 'correct', because: 'late-rise', to: { tier: 'high', newsTier: 'medium', late: false } },
    ],
    [
      'a correction leaves the words that somebody has acted on',
      aStanding({ answered: true }),
      acknowledged({ signalReason: 'NEWS2 6' }),
      { change: 'nothing', because: 'unchanged' },
    ],
    [
      'a correction that leaves no rise takes it back',
      noRise(),
      anAlert(),
      { change: 'withdraw', because: 'no-rise-left' },
    ],
    [
      'unless somebody has acted',
      noRise(),
      acknowledged(),
      { change: 'follow', because: 'no-rise-left', currentTier: 'low' },
    ],
    [
      'or had acted before it got worse again',
      noRise(),
      anAlert({ acted: true, currentTier: 'low' }),
      { change: 'nothing', because: 'unchanged' },
    ],
    ['what was taken back stays so', noRise(), anAlert({ withdrawn: true, state: 'resolved' }), { change: 'nothing' }],
    [
      'what was taken back comes back to life with a rise',
      aStanding(),
      anAlert({ withdrawn: true, state: 'resolved' }),
      { change: 'raise', because: 'risen-again', to: { tier: 'medium' } },
    ],
  ])('%s', (_claim, standing, alert, decision) => {
    expect(decide(standing, alert)).toMatchObject(decision);
  });

  it('calls nobody for a patient without an open stay, nor for a stay that is not the open one', () => {
    const situation: Situation = { stayId, openStay: undefined, standing: aStanding(), alert: undefined };
    expect(decideAlert(situation)).toEqual({ change: 'nothing', because: 'no-open-stay' });
    expect(decideAlert({ ...situation, openStay: { id: otherStay } })).toEqual({
      change: 'nothing',
      because: 'other-stay',
    });
  });
});

/** Every climb and every alert, as far as tiers, lateness and acts go. */
function* everySituation(): Generator<{ readonly standing: Standing; readonly alert: DecidedAlert | undefined }> {
  const standings: Standing[] = tiers.map((level) => noRise(level));
  for (const tier of alertTiers)
    for (const newsTier of tiers.filter((news) => !isHigher(news, tier)))
      for (const level of tiers.filter((one) => !isHigher(one, newsTier)))
        for (const relapse of [undefined, nextRise])
          for (const answered of [false, true]) {
            const newest = newsTier === 'low' ? undefined : nextRise;
            standings.push(aStanding({ tier, newsTier, relapse: newest && relapse, newest, answered }, level));
          }
  const alerts: (DecidedAlert | undefined)[] = [undefined];
  for (const tier of alertTiers)
    for (const newsTier of tiers.filter((news) => !isHigher(news, tier)))
      for (const currentTier of tiers.filter((one) => !isHigher(one, newsTier))) {
        const parts = { tier, newsTier, currentTier, late: newsTier === 'low' };
        alerts.push(
          anAlert(parts),
          anAlert({ ...parts, acted: true }),
          acknowledged(parts),
          anAlert({ ...parts, withdrawn: true, state: 'resolved' }),
        );
      }
  for (const standing of standings) for (const alert of alerts) yield { standing, alert };
}

describe('In every situation', () => {
  const situations = [...everySituation()].map((situation) => ({
    ...situation,
    decision: decide(situation.standing, situation.alert),
  }));

  it('has looked at them all', () => {
    expect(situations.length).toBeGreaterThan(4000);
  });

  it('takes nothing back that somebody has acted on: no tier sinks, nothing is withdrawn', () => {
    for (const { alert, decision } of situations) {
      if (alert?.acted !== true) continue;
      expect(decision.change).not.toBe('withdraw');
      if (decision.change === 'correct') expect(isHigher(decision.to.tier, alert.tier)).toBe(true);
    }
  });

  it('says of what nobody has acted on exactly what the signals come to', () => {
    for (const { alert, decision, standing } of situations) {
      if (alert?.acted === true) continue;
      const open = alert?.withdrawn === true ? undefined : alert;
      if (standing.climb === undefined) expect(decision.change).toBe(open === undefined ? 'nothing' : 'withdraw');
      else {
        const said = 'to' in decision ? decision.to : { ...open, ...('currentTier' in decision ? decision : {}) };
        expect(said).toMatchObject({ tier: standing.climb.tier, currentTier: standing.level });
      }
    }
  });

  it('makes no history of what people were called for', () => {
    for (const { alert, decision } of situations) {
      if (!('to' in decision) || alert?.acted === true) continue;
      const called = alert === undefined || alert.withdrawn ? 'low' : alert.newsTier;
      expect(decision.to.late).toBe(decision.to.newsTier === 'low');
      if (called !== 'low') expect(decision.to.late).toBe(false);
    }
  });

  it('calls people for every tier that is news, and for none that is history', () => {
    for (const { alert, decision, standing } of situations) {
      const called = decision.change === 'worsen' || (decision.change === 'raise' && !decision.to.late);
      const open = alert?.withdrawn === true ? undefined : alert;
      const news = standing.climb?.newsTier ?? 'low';
      if (isHigher(news, open?.newsTier ?? 'low')) expect(called).toBe(true);
      if (news === 'low') expect(called).toBe(false);
    }
  });
});
