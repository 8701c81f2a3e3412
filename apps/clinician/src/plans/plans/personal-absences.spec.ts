import { instant, type PersonalAbsence, PlanChange } from '#libs/contracts';
import { aNurse, aPrescriber } from '#libs/fixtures';
import { absencesAfter, personalAbsenceFaults, silencedAbsences } from './personal-absences.ts';

const at = instant(Date.parse('2026-11-22T08:00:00Z'));
const reviewAt = '2026-12-22T09:00:00+01:00';
const alert = {
  absence: { between: { from: '23:00', until: '05:30' }, backWithinMinutes: 30 },
  tier: 'medium',
  response: 'ring her daughter',
};
const ofBed = { code: 'bed-left', alert, reason: 'Fell twice at night', reviewAt };
const known: PersonalAbsence[] = [
  {
    code: 'bed-left',
    alert: { ...alert, tier: 'medium' },
    reason: 'Fell twice at night',
    decidedBy: aNurse,
    decidedAt: at,
    reviewAt: instant(Date.parse(reviewAt)),
  },
];
const asked = (...absences: readonly object[]) => PlanChange.parse({ absences }).absences ?? [];
const later = { by: aPrescriber, at: instant(Date.parse('2026-11-23T08:00:00Z')) };

describe('What a plan says of absences', () => {
  it('stays with its author where it is said again, and is of the person who changes it otherwise', () => {
    expect(absencesAfter(undefined, known, later)).toEqual(known);
    expect(absencesAfter(asked(ofBed), known, later)).toEqual(known);
    const changed = absencesAfter(asked({ ...ofBed, alert: { ...alert, tier: 'high' } }), known, later);
    expect(changed).toMatchObject([{ alert: { tier: 'high' }, decidedBy: aPrescriber, decidedAt: later.at }]);
    expect(absencesAfter(asked(), known, later)).toEqual([]);
  });

  it.each([
    ['one event twice', [ofBed, ofBed], 'absences.1.code: found bed-left twice; expected each event once'],
    [
      'hours that end where they begin',
      [
        {
          ...ofBed,
          alert: { ...alert, absence: { between: { from: '23:00', until: '23:00' }, backWithinMinutes: 30 } },
        },
      ],
      'absences.0.alert.absence.between.until: found "23:00"; expected another time than it is from; left out, it holds all day.',
    ],
    [
      'a closed door for a person in bed',
      [{ ...ofBed, alert: { ...alert, absence: { backWithinMinutes: 30, backShownBy: ['door-opened'] } } }],
      'absences.0.alert.absence.backShownBy.0: found "door-opened"; expected bed-left, which is taken back in bed.',
    ],
    [
      'a review that is past',
      [{ ...ofBed, reviewAt: '2026-11-01T00:00:00Z' }],
      'absences.0.reviewAt: found 2026-11-01T00:00:00Z, which is in the past; expected a time to come, at most a year ahead, at which it is looked at again',
    ],
  ])('is refused with %s, by its path', (_what, absences, fault) => {
    const faults = personalAbsenceFaults(asked(...absences), at);
    expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([fault]);
  });

  it('is a prescriber’s where it has an event alert no more, and a nurse’s otherwise', () => {
    expect(silencedAbsences(asked(ofBed), known)).toEqual([]);
    expect(silencedAbsences(asked({ ...ofBed, alert: null }), known)).toEqual(['absences.0']);
    const silenced: PersonalAbsence[] = known.map((one) => ({ ...one, alert: null }));
    expect(silencedAbsences(asked({ ...ofBed, alert: null }), silenced)).toEqual([]);
  });
});
