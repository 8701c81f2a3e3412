import { type Tier, tiers } from '#libs/clinical';
import { alertTiers, conditionOf, instant, PatientId, signalId, StayId } from '#libs/contracts';
import { type AlertDecision, type AlertInputs, type AlertFacts, decideAlert } from './alert-decision.ts';
import { type ConditionSummary, isHigher, type RiseSummary, type SignalRecord } from './rise.ts';

const stayId = StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c');
const otherStay = StayId.parse('0c1d2e3f-4a5b-4c6d-8e7f-8a9b0c1d2e3f');

const patientId = PatientId.parse('11111111-7d51-4d1c-9a34-3f2f5d6a7b8c');

const rise: SignalRecord = {
  id: signalId(stayId, conditionOf('score'), instant(Date.UTC(2026, 10, 22, 8))),
  revision: 1,
  patientId,
  stayId,
  condition: conditionOf('score'),
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
const nextRise: SignalRecord = { ...rise, at: instant(Date.UTC(2026, 10, 22, 9)), reason: 'NEWS2 6' };

/** A rise to medium that is news and not answered. */
const aSummary = (over: Partial<RiseSummary> = {}, level: Tier = 'medium'): ConditionSummary => ({
  level,
  isShown: true,
  dealtWith: false,
  rise: {
    tier: 'medium',
    top: rise,
    notifyTier: 'medium',
    newest: rise,
    relapse: undefined,
    answered: false,
    stillStands: false,
    ...over,
  },
});
const noRise = (level: Tier = 'low'): ConditionSummary => ({ level, isShown: true, rise: undefined, dealtWith: false });
const anAlert = (over: Partial<AlertFacts> = {}): AlertFacts => ({
  tier: 'medium',
  notifiedTier: 'medium',
  currentTier: 'medium',
  state: 'raised',
  late: false,
  signalReason: rise.reason,
  scoreId: null,
  instruction: null,
  answered: false,
  withdrawn: false,
  clearedAt: null,
  ...over,
});
const acknowledged = (over: Partial<AlertFacts> = {}): AlertFacts =>
  anAlert({ state: 'acknowledged', answered: true, ...over });

const clearing = { atMost: 'low', forMinutes: 60 } as const;

const decide = (summary: ConditionSummary, alert?: AlertFacts): AlertDecision =>
  decideAlert({ stayId, openStay: { id: stayId }, summary, alert, clearing });

const retraction = { by: { id: 'n1', name: 'A nurse' }, reason: 'Loose probe', at: nextRise.at };
const decideAfterRetraction = (summary: ConditionSummary, alert: AlertFacts): AlertDecision =>
  decideAlert({ stayId, openStay: { id: stayId }, summary, alert, clearing, retraction });

const history = { notifyTier: 'low', newest: undefined, top: { ...rise, late: true } } as const;

describe('What the signals of a condition make of its alert', () => {
  it.each<[claim: string, summary: ConditionSummary, alert: AlertFacts | undefined, decision: object]>([
    ['a rise raises one', aSummary(), undefined, { change: 'raise', because: 'tier-reached', to: { tier: 'medium' } }],
    [
      'three in one parameter is enough',
      aSummary({ tier: 'low-medium', notifyTier: 'low-medium' }, 'low-medium'),
      undefined,
      { change: 'raise', to: { tier: 'low-medium' } },
    ],
    [
      'a rise that is over when it is learnt of raises one to be looked at',
      aSummary(history, 'low'),
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
      aSummary({ tier: 'high', notifyTier: 'high', top: nextRise }, 'high'),
      anAlert(),
      { change: 'worsen', because: 'higher-tier', to: { tier: 'high', signal: nextRise } },
    ],
    [
      'a higher tier worsens an acknowledged one too: what was acknowledged was less',
      aSummary({ tier: 'high', notifyTier: 'high', answered: true }, 'high'),
      acknowledged(),
      { change: 'worsen', because: 'higher-tier' },
    ],
    [
      'a higher tier of which only late readings tell corrects it and calls nobody',
      aSummary({ tier: 'high' }),
      anAlert(),
      { change: 'correct', because: 'late-rise', to: { tier: 'high', currentTier: 'medium', late: false } },
    ],
    [
      'so it does an acknowledged one',
      aSummary({ tier: 'high', answered: true }),
      acknowledged(),
      { change: 'correct', because: 'late-rise', to: { tier: 'high', notifiedTier: 'medium' } },
    ],
    [
      'a tier that only late readings told of worsens it once it is news',
      aSummary({ tier: 'high', notifyTier: 'high', newest: nextRise }, 'high'),
      acknowledged({ tier: 'high', notifiedTier: 'medium' }),
      { change: 'worsen', because: 'higher-tier', to: { signal: nextRise } },
    ],
    [
      'what was history becomes news with the next rise',
      aSummary({ tier: 'high', notifyTier: 'medium', newest: nextRise, top: rise }),
      anAlert({ tier: 'high', notifiedTier: 'low', late: true, currentTier: 'low' }),
      { change: 'worsen', because: 'news', to: { tier: 'high', late: false, signal: rise } },
    ],
    [
      'so it does where somebody has taken the history up, for what the new rise says',
      aSummary({ tier: 'high', notifyTier: 'medium', newest: nextRise, answered: true }),
      acknowledged({ tier: 'high', notifiedTier: 'low', late: true, currentTier: 'low' }),
      { change: 'worsen', because: 'news', to: { signal: nextRise } },
    ],
    [
      'a relapse worsens an acknowledged one whose patient was back at low risk for long enough',
      aSummary({ relapse: nextRise, answered: true }),
      acknowledged({ currentTier: 'low' }),
      { change: 'worsen', because: 'relapse', to: { tier: 'medium', signal: nextRise } },
    ],
    [
      'a level that only flaps is followed: it was not down for as long as the rules ask',
      aSummary({ newest: nextRise, answered: true }),
      acknowledged({ currentTier: 'low' }),
      { change: 'follow', because: 'no-higher-than-before', currentTier: 'medium' },
    ],
    [
      'a rise worsens what had cleared before any person answered it',
      aSummary({ newest: nextRise }),
      anAlert({ currentTier: 'low', clearedAt: rise.at }),
      { change: 'worsen', because: 'relapse', to: { signal: nextRise } },
    ],
    [
      'what is learnt of a rise before it cleared calls no one: the level is still down',
      aSummary({ relapse: nextRise }, 'low'),
      anAlert({ currentTier: 'low', clearedAt: rise.at }),
      { change: 'nothing', because: 'unchanged' },
    ],
    [
      'a rise after corrections took away every rise that was acknowledged is a relapse',
      aSummary({ newest: nextRise }),
      acknowledged({ currentTier: 'low' }),
      { change: 'worsen', because: 'relapse', to: { signal: nextRise } },
    ],
    [
      'a correction that only moves the rise is none',
      aSummary({ newest: nextRise, top: nextRise }),
      acknowledged(),
      { change: 'nothing', because: 'unchanged' },
    ],
    [
      'a relapse of one that nobody has taken up is only followed',
      aSummary({ relapse: nextRise }),
      anAlert({ currentTier: 'low' }),
      { change: 'follow', because: 'no-higher-than-before', currentTier: 'medium' },
    ],
    [
      'getting better is shown and closes nothing',
      aSummary({}, 'low'),
      anAlert(),
      { change: 'follow', because: 'improved', currentTier: 'low' },
    ],
    [
      'a swing between two alerting tiers is only followed',
      aSummary({ tier: 'high', notifyTier: 'high', answered: true }, 'high'),
      acknowledged({ tier: 'high', notifiedTier: 'high' }),
      { change: 'follow', because: 'no-higher-than-before', currentTier: 'high' },
    ],
    ['what is as it was changes nothing', aSummary(), anAlert(), { change: 'nothing', because: 'unchanged' }],
    [
      'a correction lowers what nobody has acted on',
      aSummary(),
      anAlert({ tier: 'high', notifiedTier: 'high', currentTier: 'high' }),
      { change: 'correct', because: 'corrected', to: { tier: 'medium', currentTier: 'medium' } },
    ],
    [
      'a correction never lowers what somebody has acted on',
      aSummary({ answered: true }),
      acknowledged({ tier: 'high', notifiedTier: 'high', currentTier: 'high' }),
      { change: 'follow', because: 'improved', currentTier: 'medium' },
    ],
    [
      'a correction gives what nobody has acted on its reason',
      aSummary(),
      anAlert({ signalReason: 'NEWS2 6' }),
      { change: 'correct', because: 'corrected', to: { signal: rise } },
    ],
    [
      'and its instruction',
      aSummary(),
      anAlert({ instruction: 'Call the palliative care team' }),
      { change: 'correct', because: 'corrected' },
    ],
    [
      'a correction that leaves only history changes nothing in that people were called',
      aSummary({ ...history, tier: 'high' }, 'low'),
      anAlert(),
      { change: 'correct', because: 'late-rise', to: { tier: 'high', notifiedTier: 'medium', late: false } },
    ],
    [
      'a correction leaves the words that somebody has acted on',
      aSummary({ answered: true }),
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
      'one that is to be reviewed stays so',
      noRise(),
      anAlert({ clearedAt: rise.at, currentTier: 'low' }),
      { change: 'nothing', because: 'unchanged' },
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
      anAlert({ answered: true, currentTier: 'low' }),
      { change: 'nothing', because: 'unchanged' },
    ],
    ['what was taken back stays so', noRise(), anAlert({ withdrawn: true, state: 'resolved' }), { change: 'nothing' }],
    [
      'what was taken back comes back to life with a rise',
      aSummary(),
      anAlert({ withdrawn: true, state: 'resolved' }),
      { change: 'raise', because: 'risen-again', to: { tier: 'medium' } },
    ],
  ])('%s', (_claim, summary, alert, decision) => {
    expect(decide(summary, alert)).toMatchObject(decision);
  });

  it.each<[claim: string, summary: ConditionSummary, alert: AlertFacts, decision: object]>([
    [
      'leaves an alert for review whose rise is gone',
      noRise(),
      anAlert(),
      { change: 'review', because: 'retracted', currentTier: 'low', retraction },
    ],
    ['changes nothing while a rise is left', aSummary(), anAlert(), { change: 'nothing', because: 'unchanged' }],
    [
      'ends none that a person has acknowledged',
      noRise(),
      acknowledged(),
      { change: 'follow', because: 'no-rise-left', currentTier: 'low' },
    ],
  ])('a retraction %s', (_claim, summary, alert, decision) => {
    expect(decideAfterRetraction(summary, alert)).toMatchObject(decision);
  });

  it('raises again what is to be reviewed, when it rises anew', () => {
    const open = anAlert({ clearedAt: rise.at, currentTier: 'low' });
    expect(decideAfterRetraction(aSummary({ top: nextRise, newest: nextRise }), open)).toMatchObject({
      change: 'worsen',
      because: 'relapse',
    });
  });

  it('calls nobody for a patient without an open stay, nor for a stay that is not the open one', () => {
    const inputs: AlertInputs = { stayId, openStay: undefined, summary: aSummary(), alert: undefined, clearing };
    expect(decideAlert(inputs)).toEqual({ change: 'nothing', because: 'no-open-stay' });
    expect(decideAlert({ ...inputs, openStay: { id: otherStay } })).toEqual({
      change: 'nothing',
      because: 'other-stay',
    });
  });
});

/** Every summary and every alert, as far as tiers, lateness and answers go. */
function* everyInput(): Generator<{ readonly summary: ConditionSummary; readonly alert: AlertFacts | undefined }> {
  const summaries: ConditionSummary[] = tiers.map((level) => noRise(level));
  for (const tier of alertTiers)
    for (const notifyTier of tiers.filter((news) => !isHigher(news, tier)))
      for (const level of tiers.filter((one) => !isHigher(one, notifyTier)))
        for (const relapse of [undefined, nextRise])
          for (const answered of [false, true]) {
            const newest = notifyTier === 'low' ? undefined : nextRise;
            summaries.push(aSummary({ tier, notifyTier, relapse: newest && relapse, newest, answered }, level));
          }
  const alerts: (AlertFacts | undefined)[] = [undefined];
  for (const tier of alertTiers)
    for (const notifiedTier of tiers.filter((news) => !isHigher(news, tier)))
      for (const currentTier of tiers.filter((one) => !isHigher(one, notifiedTier))) {
        const parts = { tier, notifiedTier, currentTier, late: notifiedTier === 'low' };
        alerts.push(
          anAlert(parts),
          anAlert({ ...parts, answered: true }),
          acknowledged(parts),
          anAlert({ ...parts, withdrawn: true, state: 'resolved' }),
        );
      }
  for (const summary of summaries) for (const alert of alerts) yield { summary, alert };
}

describe('For all inputs', () => {
  const all = [...everyInput()].map((inputs) => ({
    ...inputs,
    decision: decide(inputs.summary, inputs.alert),
  }));

  it('has looked at them all', () => {
    expect(all.length).toBeGreaterThan(4000);
  });

  it('takes nothing back that somebody has acted on: no tier sinks, nothing is withdrawn', () => {
    for (const { alert, decision } of all) {
      if (alert?.answered !== true) continue;
      expect(decision.change).not.toBe('withdraw');
      if (decision.change === 'correct') expect(isHigher(decision.to.tier, alert.tier)).toBe(true);
    }
  });

  it('says of what nobody has acted on exactly what the signals come to', () => {
    for (const { alert, decision, summary } of all) {
      if (alert?.answered === true) continue;
      const open = alert?.withdrawn === true ? undefined : alert;
      if (summary.rise === undefined) expect(decision.change).toBe(open === undefined ? 'nothing' : 'withdraw');
      else {
        const said = 'to' in decision ? decision.to : { ...open, ...('currentTier' in decision ? decision : {}) };
        expect(said).toMatchObject({ tier: summary.rise.tier, currentTier: summary.level });
      }
    }
  });

  it('makes no history of what people were called for', () => {
    for (const { alert, decision } of all) {
      if (!('to' in decision) || alert?.answered === true) continue;
      const called = alert === undefined || alert.withdrawn ? 'low' : alert.notifiedTier;
      expect(decision.to.late).toBe(decision.to.notifiedTier === 'low');
      if (called !== 'low') expect(decision.to.late).toBe(false);
    }
  });

  it('calls people for every tier that is news, and for none that is history', () => {
    for (const { alert, decision, summary } of all) {
      const called = decision.change === 'worsen' || (decision.change === 'raise' && !decision.to.late);
      const open = alert?.withdrawn === true ? undefined : alert;
      const news = summary.rise?.notifyTier ?? 'low';
      if (isHigher(news, open?.notifiedTier ?? 'low')) expect(called).toBe(true);
      if (news === 'low') expect(called).toBe(false);
    }
  });
});
