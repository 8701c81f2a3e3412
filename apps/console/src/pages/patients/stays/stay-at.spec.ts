import { instant, PersonId, PatientId, type Stay, type StayHistoryEntry, StayId, WardId } from '#libs/contracts';
import { stayAt } from './stay-at.ts';

const by = { id: PersonId.parse('11111111-1111-4111-8111-111111111111'), name: 'Neil Barrow' };
const at = (hour: number) => instant(Date.parse('2026-11-20T00:00:00.000Z') + hour * 3_600_000);
const hill = WardId.parse('22222222-2222-4222-8222-222222222222');
const lake = WardId.parse('33333333-3333-4333-8333-333333333333');

const admitted: Stay = {
  id: StayId.parse('44444444-4444-4444-8444-444444444444'),
  patientId: PatientId.parse('55555555-5555-4555-8555-555555555555'),
  wardId: hill,
  pathway: 'acute-respiratory',
  entry: null,
  state: 'admitted',
  admittedAt: at(1),
  admittedBy: by,
  dischargedAt: null,
  dischargedBy: null,
  dischargeReason: null,
  dischargeDestination: null,
  responsible: null,
  revision: 1,
};
const moved: Stay = { ...admitted, wardId: lake, revision: 2 };
const ended: Stay = { ...moved, state: 'discharged', dischargedAt: at(5), dischargedBy: by, revision: 3 };
const entry = (hour: number, stay: Stay): StayHistoryEntry => ({ at: at(hour), by, text: 'Changed', stay });
const history = [entry(5, ended), entry(3, moved), entry(1, admitted)];

describe('A stay of the past', () => {
  it.each([
    [0, undefined],
    [1, admitted],
    [2, admitted],
    [3, moved],
    [4, moved],
    [5, ended],
    [9, ended],
  ])('is at hour %i as its history says, whatever its order', (hour, expected) => {
    expect(stayAt(history, at(hour))).toEqual(expected);
    expect(stayAt(history.toReversed(), at(hour))).toEqual(expected);
  });
});
