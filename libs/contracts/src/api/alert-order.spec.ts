import { aBoardRow, anAlert } from '#libs/fixtures';
import type { Alert } from './alert.ts';
import { compareAlerts } from './alert-order.ts';
import { compareBoardRows } from './board-order.ts';
import { conditionOf } from '../events/condition.ts';
import { derivedId, AlertId, PatientId } from '../ids.ts';
import { instant } from '../instant.ts';
import type { BoardRow } from './ward.ts';

const raisedAt = instant(Date.UTC(2026, 10, 22, 8));
const idOf = (name: string): string => derivedId('test', name);

const alert = (name: string, over: Partial<Alert> = {}): Alert =>
  anAlert({ id: AlertId.parse(idOf(name)), reason: name, ...over });
const row = (name: string, alerts: readonly Alert[]): BoardRow =>
  aBoardRow({ patientId: PatientId.parse(idOf(name)), givenName: name, alerts: [...alerts] });
const history = { late: true, tier: 'high', currentTier: 'low' } as const;

describe('What only late readings tell', () => {
  it('stands after what is news, and before what is resolved', () => {
    const resolved = alert('resolved', { state: 'resolved', tier: 'high', resolvedAt: raisedAt });
    const alerts = [resolved, alert('night', history), alert('taken', { state: 'acknowledged' }), alert('now')];
    expect(alerts.toSorted(compareAlerts).map(({ reason }) => reason)).toEqual(['now', 'taken', 'night', 'resolved']);
  });

  it('puts no patient before those who are ill now, nor behind those of whom there is nothing to tell', () => {
    const rows = [
      row('Quiet', []),
      row('Night', [alert('night', history)]),
      row('Both', [alert('night', history), alert('now')]),
      row('Now', [alert('now', { tier: 'high' })]),
    ];
    expect(rows.toSorted(compareBoardRows).map(({ givenName }) => givenName)).toEqual([
      'Now',
      'Both',
      'Night',
      'Quiet',
    ]);
  });
});

describe('Of alerts that were raised together', () => {
  it('that of the score stands first, as it explains most', () => {
    const alerts = ['a', 'b', 'c', 'd'].map((name) =>
      alert(name, name === 'c' ? {} : { condition: conditionOf('threshold', name), conditionKind: 'threshold' }),
    );
    expect(alerts.toSorted(compareAlerts)[0]?.reason).toBe('c');
  });
});
