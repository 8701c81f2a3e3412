import { PastStay, PatientId, derivedId, instant } from '#libs/contracts';
import { madeUpPast, type MadeUpStay, type WardWithPast } from './made-up-past.ts';

const openedAt = new Date('2026-11-28T14:30:00.000Z');
const aWard = (over: Partial<WardWithPast> = {}): WardWithPast => ({
  name: 'Harbour',
  pathways: ['frailty'],
  bedsInUse: 6,
  medianDays: 7,
  longestGapDays: 0.3,
  openedAt,
  ...over,
});
const people = 48;
const wards = [aWard(), aWard({ name: 'Northgate', bedsInUse: 9, medianDays: 5, longestGapDays: 2 })];
const all = (): readonly MadeUpStay[] => [...madeUpPast(wards, people).values()].flat();
const patientsAt = (stays: readonly MadeUpStay[], at: number): number =>
  stays.filter((stay) => stay.admittedAt.getTime() <= at && stay.dischargedAt.getTime() > at).length;

describe('The made-up past of the demo', () => {
  it('is the same whenever it is made', () => {
    expect(madeUpPast(wards, people)).toEqual(madeUpPast(wards, people));
  });

  it('is what the API takes, and over before the wards were opened', () => {
    const patientId = PatientId.parse(derivedId('test', 'patient'));
    for (const { person: _person, admittedAt, dischargedAt, ...stay } of all()) {
      expect(admittedAt < dischargedAt && dischargedAt < openedAt).toBe(true);
      const sent = { ...stay, patientId, admittedAt: instant(admittedAt), dischargedAt: instant(dischargedAt) };
      expect(PastStay.safeParse(sent).error).toBeUndefined();
    }
  });

  it('has no person in two beds at one time', () => {
    for (const of of Map.groupBy(all(), ({ person }) => person).values()) {
      const inOrder = of.toSorted((one, other) => one.admittedAt.getTime() - other.admittedAt.getTime());
      inOrder.forEach((stay, index) => {
        const next = inOrder[index + 1];
        if (next !== undefined) expect(stay.dischargedAt <= next.admittedAt).toBe(true);
      });
    }
  });

  it('has patients on every morning of twelve weeks, and never more than beds in use', () => {
    for (const { name, bedsInUse } of wards) {
      const stays = madeUpPast(wards, people).get(name) ?? [];
      expect(stays.length).toBeLessThanOrEqual(500);
      for (let day = 0; day < 84; day += 1) {
        const patients = patientsAt(stays, Date.parse('2026-11-28T08:00:00Z') - day * 86_400_000);
        expect(patients).toBeGreaterThan(0);
        expect(patients).toBeLessThanOrEqual(bedsInUse);
      }
    }
  });
});
