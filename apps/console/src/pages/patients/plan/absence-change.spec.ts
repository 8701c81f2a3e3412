import { instant, type PersonalAbsence, PlanChange } from '#libs/contracts';
import {
  type AbsenceForm,
  absenceFormFaults,
  absenceFormOf,
  absenceIndex,
  withAbsence,
  withoutAbsence,
} from './absence-change.ts';

const now = Date.parse('2026-11-21T08:30:00Z');

const form = (change: Partial<AbsenceForm> = {}): AbsenceForm => ({
  effect: 'alert',
  from: '22:00',
  until: '6.00',
  minutes: '20',
  backShownBy: ['door-opened'],
  tier: 'high',
  response: 'Ring her daughter next door ',
  respondWithin: '',
  reason: 'Walks at night',
  reviewOn: '2026-12-05',
  ...change,
});

const bed: PersonalAbsence = {
  code: 'bed-left',
  alert: {
    absence: { between: { from: '21:00', until: '07:00', timeZone: 'Europe/Madrid' }, backWithinMinutes: 30 },
    tier: 'medium',
    response: 'Telephone her',
    respondWithinMinutes: 15,
  },
  reason: 'Fell twice at night',
  decidedBy: { id: 'amina', name: 'Amina Yusuf' },
  decidedAt: instant(Date.parse('2026-11-01T09:00:00Z')),
  reviewAt: instant(Date.parse('2026-12-01T09:00:00Z')),
};

describe('a change of what follows from the bed and the door', () => {
  it('adds to what is decided of the other sensor, which is sent as it was decided', () => {
    const change = withAbsence({ absences: [bed] }, 'door-opened', form());
    const { decidedBy: _by, decidedAt: _at, ...asDecided } = bed;
    expect(change.absences).toEqual([
      asDecided,
      {
        code: 'door-opened',
        alert: {
          absence: { between: { from: '22:00', until: '06:00' }, backWithinMinutes: 20 },
          tier: 'high',
          response: 'Ring her daughter next door',
        },
        reason: 'Walks at night',
        reviewAt: '2026-12-05T23:59:00.000Z',
      },
    ]);
    expect(PlanChange.safeParse(change).success).toBe(true);
  });

  it('replaces what is decided of the same sensor, by the clocks that it was decided for', () => {
    const opened = absenceFormOf('bed-left', { decided: bed, now });
    expect(opened).toMatchObject({ from: '21:00', until: '07:00', minutes: '30', respondWithin: '15' });
    const [changed, ...others] =
      withAbsence({ absences: [bed] }, 'bed-left', { ...opened, minutes: '10' }).absences ?? [];
    expect(others).toEqual([]);
    expect(changed?.alert).toEqual({
      ...bed.alert,
      absence: { ...bed.alert?.absence, backWithinMinutes: 10 },
    });
  });

  it('says that a closed door is not enough, or that there is no alert', () => {
    const alertOf = (change: Partial<AbsenceForm>) => withAbsence({}, 'door-opened', form(change)).absences?.[0]?.alert;
    expect(alertOf({ backShownBy: ['bed-left'] })?.absence.backShownBy).toEqual(['bed-left']);
    expect(alertOf({ from: '', until: ' ' })?.absence).toEqual({ backWithinMinutes: 20 });
    expect(alertOf({ effect: 'silent' })).toBeNull();
  });

  it('leaves out what is taken away, and nothing else', () => {
    const door = { ...bed, code: 'door-opened' as const };
    expect(withoutAbsence({ absences: [bed, door] }, 'bed-left').absences?.map(({ code }) => code)).toEqual([
      'door-opened',
    ]);
  });

  it('begins with what the pathway says where nothing is decided for the patient', () => {
    const rule = {
      code: 'bed-left' as const,
      tier: 'medium' as const,
      reason: 'out of bed at night',
      absence: { backWithinMinutes: 45 },
      standsForMinutes: 480,
    };
    expect(absenceFormOf('bed-left', { rule, now })).toMatchObject({ from: '', until: '', minutes: '45', reason: '' });
    expect(absenceFormOf('bed-left', { now })).toMatchObject({ from: '22:00', until: '06:00', minutes: '' });
  });

  it.each([
    ['minutes that are none, or too many', { minutes: '721' }, ['alert.absence.backWithinMinutes']],
    ['one time without the other', { until: '' }, ['alert.absence.between.until']],
    ['what is no time of day', { from: '24:00' }, ['alert.absence.between.from']],
    ['hours that end where they begin', { from: '6:00', until: '06:00' }, ['alert.absence.between.until']],
    ['nothing that says that the person is back', { backShownBy: [] }, ['alert.absence.backShownBy']],
    ['nothing to do', { response: ' ' }, ['alert.response']],
    ['an answer within no whole minutes', { respondWithin: '2.5' }, ['alert.respondWithinMinutes']],
    ['neither reason nor review', { reason: '', reviewOn: '' }, ['reason', 'reviewAt']],
    ['nothing of the alert where there is none', { effect: 'silent', minutes: '', response: '' }, []],
    ['nothing where all is there', {}, []],
  ] as const)('names by its field: %s', (_what, change, fields) => {
    const index = absenceIndex({ absences: [bed] }, 'door-opened');
    expect(absenceFormFaults(form(change), index).map(({ path }) => path)).toEqual(
      fields.map((field) => `absences.1.${field}`),
    );
  });
});
