import fc from 'fast-check';
import { derivedId, instant, type PastStay, PatientId } from '#libs/contracts';
import { pastBedsOf, pastStayFaults, type TakenBed } from './past-beds.ts';

const openedAt = instant(Date.UTC(2026, 10, 1, 9));
const patient = (name: string): PatientId => PatientId.parse(derivedId('test', name));
/** From a day of October until another, both at noon. */
const stay = (name: string, from: number, until: number): PastStay => ({
  patientId: patient(name),
  pathway: 'frailty',
  admittedAt: new Date(Date.UTC(2026, 9, from, 12)).toISOString(),
  dischargedAt: new Date(Date.UTC(2026, 9, until, 12)).toISOString(),
});
const taken = (name: string, from: number, bed: number | null = 1): TakenBed => ({
  patientId: patient(name),
  bed,
  from: new Date(Date.UTC(2026, 9, from, 12)),
  until: null,
});
const pathsOf = (stays: readonly PastStay[], known: readonly TakenBed[] = []): readonly string[] =>
  pastStayFaults(stays, { openedAt, taken: known }).map(({ path }) => path);

describe('Stays of the past', () => {
  it.each<readonly [claim: string, stays: readonly PastStay[], known: readonly TakenBed[], paths: readonly string[]]>([
    ['are taken one after another', [stay('ann', 1, 3), stay('ann', 3, 5)], [], []],
    ['are taken of patients who are here now', [stay('ann', 1, 3)], [taken('ann', 4)], []],
    [
      'end after they began',
      [stay('ann', 3, 3), stay('ben', 4, 2)],
      [],
      ['stays.0.dischargedAt', 'stays.1.dischargedAt'],
    ],
    ['end before the ward was opened here', [stay('ann', 30, 33)], [], ['stays.0.dischargedAt']],
    ['are of a patient in one bed at a time', [stay('ann', 1, 5), stay('ann', 4, 6)], [], ['stays.1.admittedAt']],
    ['do not overlap what is known, on any ward', [stay('ann', 1, 5)], [taken('ann', 4, null)], ['stays.0.admittedAt']],
  ])('%s', (_claim, stays, known, paths) => {
    expect(pathsOf(stays, known)).toEqual(paths);
  });

  it('are refused with what was found and what was expected', () => {
    expect(pastStayFaults([stay('ann', 30, 33)], { openedAt, taken: [] })[0]?.message).toBe(
      'found 2026-11-02T12:00:00.000Z; expected 2026-11-01T09:00:00.000Z at the latest, when the ward was opened here',
    );
  });
});

describe('Their beds', () => {
  it('are the lowest that are free, and not those that others had', () => {
    const stays = [stay('ann', 1, 5), stay('ben', 2, 4), stay('cas', 5, 6)];
    expect(pastBedsOf(stays, [])).toEqual([1, 2, 1]);
    expect(pastBedsOf(stays, [taken('dee', 5)])).toEqual([1, 2, 2]);
  });

  it('have one patient at a time, and are no more than there were patients at one time', () => {
    const anyStay = fc.tuple(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 6 }));
    fc.assert(
      fc.property(fc.array(anyStay, { maxLength: 30 }), (spans) => {
        const stays = spans.map(([from, days], index) => stay(String(index), from, from + days));
        const beds = pastBedsOf(stays, []);
        const atOnce = (at: string): number =>
          stays.filter(({ admittedAt, dischargedAt }) => admittedAt <= at && dischargedAt > at).length;
        expect(Math.max(0, ...beds)).toBe(Math.max(0, ...stays.map(({ admittedAt }) => atOnce(admittedAt))));
        stays.forEach((one, index) => {
          const sharing = stays.filter(
            (other, at) =>
              at !== index &&
              beds[at] === beds[index] &&
              other.admittedAt < one.dischargedAt &&
              one.admittedAt < other.dischargedAt,
          );
          expect(sharing).toEqual([]);
        });
      }),
    );
  });
});
