import type { Alert } from './alert.ts';
import { compareAlerts } from './alert-order.ts';
import { compareBoardRows } from './board-order.ts';
import { derivedId, AlertId, PatientId, StayId, WardId } from '../ids.ts';
import { conditionOf } from '../events/condition.ts';
import { instant } from '../instant.ts';
import type { BoardRow } from './ward.ts';

const raisedAt = instant(Date.UTC(2026, 10, 22, 8));
const idOf = (name: string): string => derivedId('test', name);

const anAlert = (name: string, over: Partial<Alert> = {}): Alert => ({
  id: AlertId.parse(idOf(name)),
  patientId: PatientId.parse(idOf('patient')),
  stayId: StayId.parse(idOf('stay')),
  wardId: WardId.parse(idOf('ward')),
  condition: conditionOf('score'),
  conditionKind: 'score',
  tier: 'medium',
  currentTier: 'medium',
  state: 'raised',
  raisedAt,
  worsenedAt: null,
  responseDueAt: raisedAt,
  reason: name,
  instruction: null,
  late: false,
  scoreId: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  outcome: null,
  revision: 1,
  ...over,
});
const aRow = (name: string, alerts: readonly Alert[]): BoardRow => ({
  patientId: PatientId.parse(idOf(name)),
  stayId: StayId.parse(idOf(name)),
  givenName: name,
  familyName: 'Byron',
  nhsNumber: '9990000018',
  birthDate: '1951-03-04',
  pathway: 'frailty',
  admittedAt: raisedAt,
  score: null,
  exclusion: null,
  ceilingOfCare: null,
  pause: null,
  latest: [],
  alerts: [...alerts],
  tasks: 0,
});
const history = { late: true, tier: 'high', currentTier: 'low' } as const;

describe('What only late readings tell', () => {
  it('stands after what is news, and before what is resolved', () => {
    const resolved = anAlert('resolved', { state: 'resolved', tier: 'high', resolvedAt: raisedAt });
    const alerts = [resolved, anAlert('night', history), anAlert('taken', { state: 'acknowledged' }), anAlert('now')];
    expect(alerts.toSorted(compareAlerts).map(({ reason }) => reason)).toEqual(['now', 'taken', 'night', 'resolved']);
  });

  it('puts nobody before those who are ill now, nor behind those of whom there is nothing to tell', () => {
    const rows = [
      aRow('Quiet', []),
      aRow('Night', [anAlert('night', history)]),
      aRow('Both', [anAlert('night', history), anAlert('now')]),
      aRow('Now', [anAlert('now', { tier: 'high' })]),
    ];
    expect(rows.toSorted(compareBoardRows).map(({ givenName }) => givenName)).toEqual([
      'Now',
      'Both',
      'Night',
      'Quiet',
    ]);
  });
});
