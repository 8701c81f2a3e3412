import {
  type BoardRow,
  type HandoverChange,
  type HandoverScore,
  instant,
  type MonitoringPause,
  type Note,
  NoteId,
  PatientId,
  PauseId,
} from '#libs/contracts';
import { aBoardRow, anAlert, aNurse, aScore, aTask, aWard } from '#libs/fixtures';
import { changeOf, composeHandover, type HandoverFacts, overdueReadings, withClock } from './handover.ts';

const at = (time: string) => instant(Date.parse(`2026-11-22T${time}:00Z`));
const now = at('20:00');
const since = at('08:00');

const score = (over: Partial<HandoverScore> & { readonly points: number }): HandoverScore => {
  const { points, ...rest } = over;
  const known = { total: points, min: points, max: points, missing: [], at: since, ruleSet: 'news2-2017' };
  return { ...known, tier: 'low', highestTier: rest.tier ?? 'low', ...rest };
};

describe('How a patient is, compared with the last handover', () => {
  it.each<[string, HandoverScore | null, HandoverScore | null, HandoverChange]>([
    ['not scored now', null, score({ points: 2 }), 'not-scored'],
    ['scored for the first time', score({ points: 2 }), null, 'new-score'],
    ['scored by another chart', score({ points: 9, ruleSet: 'meows' }), score({ points: 2 }), 'new-score'],
    ['of a higher tier', score({ points: 5, tier: 'medium' }), score({ points: 4 }), 'worse'],
    ['two points up', score({ points: 3 }), score({ points: 1 }), 'worse'],
    ['one point up', score({ points: 2 }), score({ points: 1 }), 'same'],
    ['one point down', score({ points: 1 }), score({ points: 2 }), 'same'],
    ['two points down', score({ points: 1 }), score({ points: 3 }), 'better'],
    ['of a lower tier', score({ points: 4 }), score({ points: 5, tier: 'medium' }), 'better'],
    [
      'lower only because a value is missing',
      score({ points: 1, max: 6, total: null, highestTier: 'medium' }),
      score({ points: 5, tier: 'medium' }),
      'same',
    ],
    ['more points by what is known', score({ points: 4, max: 9, highestTier: 'high' }), score({ points: 2 }), 'worse'],
    [
      'higher in tier with fewer points',
      score({ points: 3, tier: 'low-medium' }),
      score({ points: 4, tier: 'low' }),
      'worse',
    ],
  ])('is, when %s, said right', (_name, newest, then, change) => {
    expect(changeOf(newest, then)).toBe(change);
  });
});

describe('An alert at handover', () => {
  it.each([
    ['late by so many minutes', { responseDueAt: at('19:15') }, 45],
    ['late from the minute on at which it is due', { responseDueAt: now }, 0],
    ['in time', { responseDueAt: at('20:01') }, null],
    ['not late once acknowledged', { responseDueAt: at('19:15'), state: 'acknowledged' }, null],
    ['not run for where only late readings show it', { responseDueAt: at('19:15'), late: true }, null],
  ] as const)('is %s', (_name, over, overdueMinutes) => {
    expect(withClock(anAlert(over), now).overdueMinutes).toBe(overdueMinutes);
  });
});

describe('Readings that are late at handover', () => {
  const ladder = [
    { rung: 'ask-device', afterMinutes: 15 },
    { rung: 'ask-patient', afterMinutes: 30 },
    { rung: 'task', afterMinutes: 60 },
    { rung: 'welfare-check', afterMinutes: 120 },
  ] as const;
  const due = (time: string): BoardRow['nextDue'] => ({ at: at(time), codes: ['pulse-rate'] });

  it.each([
    ['none where none is awaited', null, null],
    ['none before they are due', due('20:00'), null],
    ['those that are not asked for yet', due('19:50'), { overdueMinutes: 10, asked: [] }],
    ['those that the device was asked for', due('19:45'), { overdueMinutes: 15, asked: ['device'] }],
    ['those that the patient was asked for as well', due('19:30'), { asked: ['device', 'patient'] }],
    [
      'those that clinicians have a task for, said once',
      due('17:00'),
      { overdueMinutes: 180, asked: ['device', 'patient', 'clinician'] },
    ],
  ] as const)('are %s', (_name, next, expected) => {
    const found = overdueReadings(next, ladder, now);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject({ ...expected, codes: ['pulse-rate'] });
  });
});

describe('A handover', () => {
  const row = aBoardRow();
  const pause = (from: string, until: string, reason: MonitoringPause['reason']): MonitoringPause => ({
    id: PauseId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01'),
    reason,
    from: at(from),
    until: at(until),
    decidedBy: aNurse,
  });
  const note: Note = {
    id: NoteId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'),
    patientId: row.patientId,
    kind: 'note',
    text: 'Daughter calls back at nine',
    call: null,
    alertId: null,
    by: aNurse,
    at: at('18:00'),
    retracted: null,
  };
  const facts = (over: Partial<HandoverFacts> = {}, rows: readonly BoardRow[] = [row]): HandoverFacts => ({
    board: { ward: aWard({ patients: rows.length }), rows: [...rows], asOf: now },
    since,
    scoresThen: new Map(),
    plans: new Map(),
    tasks: [],
    notes: [],
    ...over,
  });

  it('of an empty ward names the ward, and when it was made', () => {
    const made = composeHandover(facts({}, []));
    expect(made).toEqual({ wardId: aWard().id, wardName: 'Heart at home', madeAt: now, since, patients: [] });
  });

  it('keeps the order of the board', () => {
    const rows = [aBoardRow({ familyName: 'Worst' }), aBoardRow({ familyName: 'Well' })];
    expect(composeHandover(facts({}, rows)).patients.map(({ familyName }) => familyName)).toEqual(['Worst', 'Well']);
  });

  it('has the score of then beside that of now', () => {
    const before = aScore(row.patientId, new Date(since), { total: 1, min: 1, max: 1 });
    const newest = aScore(row.patientId, new Date(now), {
      total: 7,
      min: 7,
      max: 7,
      tier: 'high',
      highestTier: 'high',
    });
    const made = composeHandover(
      facts({ scoresThen: new Map([[row.patientId, before]]) }, [{ ...row, score: newest }]),
    );
    expect(made.patients[0]).toMatchObject({ change: 'worse', score: { total: 7 }, scoreThen: { total: 1 } });
  });

  it('leaves out scores of a chart that is not for the patient, now and then', () => {
    const old = aScore(row.patientId, new Date(since));
    const rows = [{ ...row, score: old, exclusion: 'pregnant' }];
    const made = composeHandover(facts({ scoresThen: new Map([[row.patientId, old]]) }, rows));
    expect(made.patients[0]).toMatchObject({ change: 'not-scored', score: null, scoreThen: null });
  });

  it('has the pauses that last or are to come, by when they begin', () => {
    const pauses = [
      pause('22:00', '23:00', 'asleep'),
      pause('09:00', '12:00', 'away'),
      pause('19:00', '21:00', 'away'),
    ];
    const plan = { plan: { pauses }, pathway: { file: { ladder: [] } } };
    const made = composeHandover(facts({ plans: new Map([[row.patientId, plan]]) }));
    expect(made.patients[0]?.pauses).toEqual([
      { reason: 'away', from: at('19:00'), until: at('21:00') },
      { reason: 'asleep', from: at('22:00'), until: at('23:00') },
    ]);
  });

  it('gives each patient the tasks and notes that are about them', () => {
    const other = aBoardRow({ patientId: PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03') });
    const made = composeHandover(facts({ tasks: [aTask()], notes: [note] }, [other, row]));
    expect(made.patients).toMatchObject([
      { tasks: [], notes: [] },
      { tasks: [{ id: aTask().id }], notes: [{ text: note.text }] },
    ]);
  });
});
