import { instant, type Stay, type StayHistoryEntry, WardId } from '#libs/contracts';
import { aNurse, aStay } from '#libs/fixtures';
import { stayAt } from './stay-at.ts';

const at = (hour: number) => instant(Date.parse('2026-11-20T00:00:00.000Z') + hour * 3_600_000);

const admitted = aStay({ admittedAt: at(1) });
const moved = { ...admitted, wardId: WardId.parse('33333333-3333-4333-8333-333333333333'), revision: 2 };
const ended = { ...moved, state: 'discharged' as const, dischargedAt: at(5), dischargedBy: aNurse, revision: 3 };
const entry = (hour: number, stay: Stay): StayHistoryEntry => ({ at: at(hour), by: aNurse, text: 'Changed', stay });
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
  ])('is at hour %i as its history says, whatever the order of that', (hour, expected) => {
    expect(stayAt(history, at(hour))).toEqual(expected);
    expect(stayAt(history.toReversed(), at(hour))).toEqual(expected);
  });
});
