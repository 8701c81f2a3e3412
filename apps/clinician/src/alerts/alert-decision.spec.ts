import { StayId, WardId, type Signal } from '#libs/contracts';
import { decideAlert, higherTier, isHigher, type OpenAlert, type OpenStay } from './alert-decision.ts';

const stay: OpenStay = {
  id: StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c'),
  wardId: WardId.parse('0c1d2e3f-4a5b-4c6d-8e7f-8a9b0c1d2e3f'),
};
const reached = (tier: Signal['tier']) => ({ kind: 'tier-reached', tier }) as const;
const left = (tier: Signal['tier']) => ({ kind: 'tier-left', tier }) as const;
const anAlert = (changes: Partial<OpenAlert> = {}): OpenAlert => ({
  tier: 'medium',
  currentTier: 'medium',
  state: 'raised',
  ...changes,
});

describe('what a signal does to the one open alert of a patient', () => {
  it.each([
    ['a tier reached raises one', reached('high'), undefined, { change: 'raise', tier: 'high' }],
    ['a higher tier worsens it', reached('high'), anAlert(), { change: 'worsen', because: 'higher-tier' }],
    [
      'a higher tier worsens an acknowledged one too: what was acknowledged was less',
      reached('high'),
      anAlert({ state: 'acknowledged' }),
      { change: 'worsen', because: 'higher-tier' },
    ],
    [
      'a relapse worsens an acknowledged one whose patient had come back to low risk',
      reached('medium'),
      anAlert({ state: 'acknowledged', currentTier: 'low' }),
      { change: 'worsen', because: 'relapse' },
    ],
    [
      'a relapse of one that nobody has taken up is only followed',
      reached('medium'),
      anAlert({ currentTier: 'low' }),
      { change: 'follow', currentTier: 'medium' },
    ],
    [
      'a tier left is shown and closes nothing',
      left('low'),
      anAlert(),
      { change: 'follow', currentTier: 'low', because: 'improved' },
    ],
    [
      'a tier left without an alert is nothing',
      left('low'),
      undefined,
      { change: 'nothing', because: 'no-open-alert' },
    ],
    [
      'a swing between two alerting tiers is only followed',
      reached('high'),
      anAlert({ state: 'acknowledged', tier: 'high' }),
      { change: 'follow', currentTier: 'high', because: 'no-higher-than-before' },
    ],
    ['a tier reached again is no news', reached('medium'), anAlert(), { change: 'nothing', because: 'unchanged' }],
    ['three in one parameter is enough', reached('low-medium'), undefined, { change: 'raise', tier: 'low-medium' }],
    ['low risk raises nothing', reached('low'), undefined, { change: 'nothing', because: 'low-risk' }],
  ] as const)('%s', (_claim, signal, alert, decision) => {
    expect(decideAlert(signal, stay, alert)).toMatchObject(decision);
  });

  it('pages nobody for a patient without an open stay', () => {
    expect(decideAlert(reached('high'), undefined, undefined)).toEqual({ change: 'nothing', because: 'no-open-stay' });
  });
});

it('ranks the tiers by urgency', () => {
  expect(isHigher('medium', 'low-medium')).toBe(true);
  expect(isHigher('medium', 'medium')).toBe(false);
  expect(higherTier('low-medium', 'high')).toBe('high');
});
