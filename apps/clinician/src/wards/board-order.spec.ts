import { type Alert, instant, PatientId, type Score } from '#libs/contracts';
import { aScore } from '../believable.builder.ts';
import { compareBoardRows } from './board-order.ts';

const patientId = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');
const now = new Date('2026-11-22T08:00:00Z');
type Ranked = Parameters<typeof compareBoardRows>[0];

function row(familyName: string, score: Partial<Score> | null, alert?: Pick<Alert, 'tier' | 'state'>): Ranked {
  // Only what decides about the order matters here.
  const alerts = alert === undefined ? [] : [{ ...alert, responseDueAt: instant(now) } as Alert];
  return {
    familyName,
    givenName: 'Ada',
    patientId,
    alerts,
    score: score === null ? null : aScore(patientId, now, score),
  };
}

const inOrder: readonly Ranked[] = [
  row('Raised high', { min: 0 }, { tier: 'high', state: 'raised' }),
  row('Acknowledged high', { min: 9, tier: 'high' }, { tier: 'high', state: 'acknowledged' }),
  row('Raised medium', { min: 5, tier: 'medium' }, { tier: 'medium', state: 'raised' }),
  row('Proven seven', { min: 7, max: 7, tier: 'high' }),
  row('Proven three in one', { min: 3, max: 3, tier: 'low-medium' }),
  row('Proven four', { min: 4, max: 4, tier: 'low' }),
  row('Could be ten', { min: 1, max: 10, tier: 'low' }),
  row('Could be two', { min: 1, max: 2, tier: 'low' }),
  row('Never scored: Babbage', null),
  row('Never scored: Lovelace', null),
];

it('the board shows the highest risk first', () => {
  const names = (rows: readonly Ranked[]): readonly string[] => rows.map(({ familyName }) => familyName);
  for (const start of inOrder.keys()) {
    const turned = [...inOrder.slice(start), ...inOrder.slice(0, start)].toReversed();
    expect(names(turned.toSorted(compareBoardRows))).toEqual(names(inOrder));
  }
});
