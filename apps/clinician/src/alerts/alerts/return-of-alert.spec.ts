import type { Tier } from '#libs/clinical';
import { conditionOf, derivedId, EventId, type Instant, instant, PatientId, StayId } from '#libs/contracts';
import { builtInRules } from '#libs/fixtures';
import { decideReturn, returnsAt } from './return-of-alert.ts';
import type { SignalRecord } from './rise.ts';

const rules = builtInRules().newest('general')?.general?.file.responses;
const ten = Date.UTC(2026, 10, 22, 10);
const minute = (minutes: number): Instant => instant(ten + minutes * 60_000);
const slip = { outcome: 'false-alarm', resolvedAt: minute(0), conditionKind: 'score' } as const;

const signal = (minutes: number, tier: Tier, over: Partial<SignalRecord> = {}): SignalRecord => ({
  id: EventId.parse(derivedId('test', String(minutes))),
  revision: 1,
  patientId: PatientId.parse('11111111-7d51-4d1c-9a34-3f2f5d6a7b8c'),
  stayId: StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c'),
  condition: conditionOf('score'),
  at: minute(minutes),
  kind: 'tier-reached',
  tier,
  because: 'reading',
  late: false,
  reason: tier,
  instruction: null,
  respondWithinMinutes: null,
  scoreId: null,
  answered: true,
  closed: true,
  ...over,
});
const decide = (signals: readonly SignalRecord[], minutes: number) =>
  decideReturn(slip, { signals, rules, now: new Date(minute(minutes)) });

describe('An alert that a person resolved', () => {
  it.each([
    ['false-alarm', 'high', 15],
    ['no-action', 'high', 15],
    ['advice-given', 'high', 30],
    ['conveyed-to-hospital', 'high', 240],
    ['false-alarm', 'low-medium', 240],
  ] as const)(
    'with the outcome %s at %s is raised again after %i minutes while its level stands',
    (outcome, tier, due) => {
      expect(returnsAt({ ...slip, outcome }, tier, rules)).toBe(minute(due));
    },
  );

  it('is raised again after the time to respond where the rules say nothing of it', () => {
    expect(returnsAt(slip, 'high', undefined)).toBe(minute(30));
  });

  it.each([
    ['was at low risk already', slip, 'low'],
    ['was resolved by the end of the stay', { ...slip, outcome: 'discharged' }, 'high'],
    ['was about something that happened once', { ...slip, conditionKind: 'event' }, 'high'],
    ['was withdrawn', { ...slip, outcome: 'withdrawn' }, 'high'],
  ] as const)('is never raised again where it %s', (_claim, resolved, level) => {
    expect(returnsAt(resolved, level, rules)).toBeNull();
  });

  it('returns from its last rise on while the level stands', () => {
    expect(decide([signal(-60, 'medium'), signal(-30, 'high')], 15)).toEqual({ decision: 'return', from: minute(-30) });
  });

  it('waits for the time of the tier that the level has fallen to', () => {
    const fallen = [signal(-30, 'high'), signal(5, 'medium', { kind: 'tier-left' })];
    expect(decide(fallen, 15)).toEqual({ decision: 'wait', until: minute(60) });
    expect(decide(fallen, 60)).toEqual({ decision: 'return', from: minute(-30) });
  });

  it.each([
    ['the level has been left since', [signal(-30, 'high'), signal(5, 'low', { kind: 'tier-left' })]],
    ['a correction has taken the rise away', [signal(-30, 'high', { kind: 'withdrawn' })]],
  ])('does not return where %s', (_claim, signals) => {
    expect(decide(signals, 15)).toEqual({ decision: 'nothing', because: 'level-left' });
  });
});
