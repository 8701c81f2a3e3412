import { news2Chart } from '#libs/clinical';
import {
  instant,
  type Note,
  NoteId,
  type Observation,
  PauseId,
  type Sbar,
  type Score,
  ThresholdId,
} from '#libs/contracts';
import { anAlert, aNurse, anObservationSet, aPathway, aPrescriber, aScore, aTask, shocked } from '#libs/fixtures';
import type { PlanInWords } from './plan-lines.ts';
import { composeSbar, type SbarFacts } from './sbar.ts';

const at = (time: string) => instant(Date.parse(`2026-11-22T${time}:00Z`));
const now = at('20:00');
const { patientId } = anAlert();

const nothingDecided: PlanInWords = {
  oxygenScale: null,
  lapsedOxygenScale: null,
  exclusion: null,
  thresholds: [],
  ceilingOfCare: null,
  escalation: { alertAtMost: 'high', instruction: null },
  pauses: [],
};

const facts = (over: Partial<SbarFacts> = {}): SbarFacts => ({
  madeAt: now,
  patient: {
    id: patientId,
    givenName: 'Ada',
    familyName: 'Byron',
    nhsNumber: '9990000018',
    birthDate: '1951-11-23',
  },
  flags: [],
  stay: { wardName: 'Heart at home', admittedAt: at('08:00'), responsible: null },
  plan: nothingDecided,
  pathway: { file: aPathway(), chart: news2Chart },
  exclusion: null,
  notScored: null,
  score: null,
  scoreChart: undefined,
  latest: [],
  nextDue: null,
  alerts: [],
  tasks: [],
  notes: [],
  ...over,
});

const sbar = (over: Partial<SbarFacts> = {}): Sbar => composeSbar(facts(over));

/** Values by code. */
type Values = NonNullable<Parameters<typeof anObservationSet>[2]>['values'];

const readings = (time: string, values: Values = shocked): readonly Observation[] =>
  anObservationSet(patientId, new Date(at(time)), { values }).observations;

const names = [...news2Chart.names];
const inputsOf = (observations: readonly Observation[]): Score['inputs'] =>
  observations.flatMap(({ id, code, value, takenAt }) => {
    const parameter = names[news2Chart.indexOf(code)];
    return parameter === undefined ? [] : [{ parameter, code, observationId: id, value, takenAt, ageSeconds: 0 }];
  });

/** NEWS2 of the readings of twenty minutes ago. */
function scored(observations: readonly Observation[], over: Partial<Score> = {}): Partial<SbarFacts> {
  const score = aScore(patientId, new Date(at('19:40')), { inputs: inputsOf(observations), ...over });
  return { score, scoreChart: news2Chart, latest: observations };
}

describe('The situation', () => {
  it('begins with who and where the patient is, and the age of the day', () => {
    expect(sbar().situation[0]).toBe(
      'Ada Byron, 74 years old (born 23 November 1951), NHS number 999 000 0018, on the ward Heart at home.',
    );
    expect(sbar({ stay: null }).situation[0]).toMatch(/, not on a ward\.$/);
  });

  it('says the score with the values that make it, and how old it is', () => {
    const over = { total: 3, min: 3, max: 3, tier: 'low-medium', highestTier: 'low-medium' } as const;
    const observations = readings('19:40');
    const components = { ...aScore(patientId, new Date(now)).components, respirationRate: 3 as const };
    expect(sbar(scored(observations, { ...over, components })).situation[1]).toMatch(
      /^NEWS2 3 \(low–medium\): respiration rate \d+ per minute \(3 points\)\. Scored at 19:40 on 22 November, 20 min ago\.$/,
    );
  });

  it.each<[string, Partial<SbarFacts>, string]>([
    ['there is no score', {}, 'There is no score.'],
    [
      'no chart is for the patient',
      { ...scored(readings('19:40')), exclusion: 'under-16' },
      'There is no score: no early-warning chart is for the patient (under 16 years old), so that thresholds alone alert.',
    ],
    [
      'readings are not scored',
      { notScored: 'The rules heart-failure@9 are missing' },
      'Readings are not scored at the moment: The rules heart-failure@9 are missing.',
    ],
    ['no alert is open', {}, 'No alert is open.'],
    ['the patient is on no ward', { stay: null }, 'Alerts are raised only for patients on a ward.'],
    [
      'an alert waits',
      { alerts: [anAlert({ raisedAt: at('19:45'), responseDueAt: at('20:15') })] },
      'Medium alert, open since 19:45 on 22 November: NEWS2 5 (medium). Not acknowledged; a response is due by 20:15 on 22 November.',
    ],
    [
      'an alert waits for too long',
      { alerts: [anAlert({ raisedAt: at('19:00'), responseDueAt: at('19:30') })] },
      'Medium alert, open since 19:00 on 22 November: NEWS2 5 (medium). Not acknowledged; a response was due at 19:30 on 22 November and is 30 min late.',
    ],
    [
      'a colleague deals with an alert',
      {
        alerts: [
          anAlert({
            raisedAt: at('19:00'),
            state: 'acknowledged',
            acknowledgedAt: at('19:05'),
            acknowledgedBy: { id: 'p', name: 'Grace' },
          }),
        ],
      },
      'Medium alert, open since 19:00 on 22 November: NEWS2 5 (medium). Acknowledged by Grace at 19:05 on 22 November.',
    ],
    [
      'only late readings raised an alert',
      { alerts: [anAlert({ raisedAt: at('19:00'), late: true })] },
      'Medium alert, open since 19:00 on 22 November: NEWS2 5 (medium). Only readings that came late show it. Not acknowledged.',
    ],
  ])('says when %s', (_name, over, line) => {
    expect(sbar(over).situation).toContain(line);
  });

  it('says that readings came after the score', () => {
    const older = scored(readings('19:40'));
    const { situation } = sbar({ ...older, latest: readings('19:55') });
    expect(situation).toContain('Readings have come since that the score does not have.');
  });
});

describe('The background', () => {
  const decision = { decidedBy: aPrescriber, reason: 'Agreed with the family', decidedAt: at('09:00') };

  it.each<[string, Partial<SbarFacts>, string]>([
    ['that there are no flags', {}, 'No flags are set.'],
    [
      'the flags',
      {
        flags: [
          { kind: 'allergy', text: 'penicillin' },
          { kind: 'falls-risk', text: null },
        ],
      },
      'Flags: allergy (penicillin), risk of falls.',
    ],
    ['the pathway', {}, 'Admitted at 08:00 on 22 November on the pathway General.'],
    ['that no clinician has the patient', {}, 'No clinician has taken this patient.'],
    [
      'who has the patient',
      {
        stay: {
          wardName: 'Heart at home',
          admittedAt: at('08:00'),
          responsible: { person: { id: 'p', name: 'Grace' }, since: at('19:00') },
        },
      },
      'Grace has this patient since 19:00 on 22 November.',
    ],
    ['that there is no ceiling of care', {}, 'No ceiling of care is set.'],
    [
      'the ceiling of care, by whose decision, and what to do',
      {
        plan: {
          ...nothingDecided,
          ceilingOfCare: { ...decision, alertAtMost: 'none', instruction: 'Call the palliative team', reviewAt: null },
          escalation: { alertAtMost: 'none', instruction: 'Call the palliative team' },
        },
      },
      `Ceiling of care: no alerts for a score, a limit or a trend (${aPrescriber.name}, 09:00 on 22 November: Agreed with the family). Call the palliative team.`,
    ],
    [
      'the ceiling of care of the pathway',
      { plan: { ...nothingDecided, escalation: { alertAtMost: 'low-medium', instruction: null } } },
      'Ceiling of care: alerts are low–medium at most (by the pathway).',
    ],
    ['the usual scale', {}, 'SpO2 is scored on scale 1.'],
    [
      'the prescribed scale',
      {
        plan: {
          ...nothingDecided,
          oxygenScale: {
            scale: 2,
            prescribedBy: aPrescriber,
            reason: 'COPD',
            prescribedAt: at('09:00'),
            reviewAt: at('21:00'),
          },
        },
      },
      `SpO2 is scored on scale 2, prescribed by ${aPrescriber.name}: COPD. To be reviewed by 21:00 on 22 November.`,
    ],
    [
      'the scale that lapsed',
      {
        plan: {
          ...nothingDecided,
          lapsedOxygenScale: {
            scale: 2,
            prescribedBy: aPrescriber,
            reason: 'COPD',
            prescribedAt: at('09:00'),
            reviewAt: at('19:00'),
          },
        },
      },
      `SpO2 is scored on scale 1: the prescription of scale 2 by ${aPrescriber.name} lapsed at 19:00 on 22 November.`,
    ],
    [
      'what is usual for the patient',
      {
        plan: {
          ...nothingDecided,
          thresholds: [
            {
              effect: 'accept',
              id: ThresholdId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a04'),
              code: 'pulse-rate',
              direction: 'above',
              limit: 110,
              ...decision,
              reviewAt: at('21:00'),
            },
          ],
        },
      },
      'Pulse up to 110 per minute is usual for this patient: Agreed with the family.',
    ],
    [
      'a pause',
      {
        plan: {
          ...nothingDecided,
          pauses: [
            {
              id: PauseId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a05'),
              reason: 'refused',
              from: at('19:00'),
              until: at('21:00'),
              decidedBy: aNurse,
            },
          ],
        },
      },
      'Monitoring is paused until 21:00 on 22 November: refuses measurements.',
    ],
    ['that nothing was written', {}, 'No notes were written in the last 24 h.'],
    [
      'what is not kept here',
      {},
      'Diagnoses, medicines, and allergies that are no flag, are not kept here: see the care record.',
    ],
  ])('says %s', (_name, over, line) => {
    expect(sbar(over).background).toContain(line);
  });

  it.each<[string, Partial<Note>, string]>([
    ['a note', { text: 'Daughter calls at nine' }, 'Grace at 18:00 on 22 November: Daughter calls at nine.'],
    [
      'a call without words',
      { kind: 'call', text: '', call: { contactId: null, outcome: 'no-answer' } },
      'Grace at 18:00 on 22 November: call, no answer.',
    ],
    [
      'a call with words',
      { kind: 'call', text: 'Feels better', call: { contactId: null, outcome: 'reached' } },
      'Grace at 18:00 on 22 November: call, reached: Feels better.',
    ],
  ])('has %s', (_name, over, line) => {
    const note: Note = {
      id: NoteId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'),
      patientId,
      kind: 'note',
      text: '',
      call: null,
      alertId: null,
      by: { id: 'p', name: 'Grace' },
      at: at('18:00'),
      retracted: null,
      ...over,
    };
    expect(sbar({ notes: [note] }).background).toContain(line);
  });
});

describe('The assessment', () => {
  it('has every parameter with value, unit, points and age', () => {
    const components = {
      ...aScore(patientId, new Date(now)).components,
      respirationRate: 3 as const,
      pulseRate: 1 as const,
    };
    const { assessment } = sbar(
      scored(readings('19:40', { ...shocked, 'respiration-rate': 26, 'pulse-rate': 95 }), { components }),
    );
    expect(assessment).toContain(
      'Respiration rate 26 per minute (3 points), taken at 19:40 on 22 November, 20 min ago.',
    );
    expect(assessment).toContain('Pulse 95 per minute (1 point), taken at 19:40 on 22 November, 20 min ago.');
  });

  it('says what was never measured, and what is too old to count', () => {
    const observations = readings('08:00').filter(({ code }) => code !== 'temperature');
    const { assessment } = sbar(scored(observations, { missing: ['pulseRate', 'temperature'] }));
    expect(assessment).toContain('Temperature: not measured.');
    expect(assessment.find((line) => line.startsWith('Pulse'))).toMatch(
      /\(too old to count\), taken at 08:00 .* 12 h ago\.$/,
    );
  });

  it('claims no points for a reading that the score was not made of', () => {
    const { assessment } = sbar({
      ...scored(readings('19:40')),
      latest: readings('19:55', { ...shocked, 'pulse-rate': 77 }),
    });
    expect(assessment).toContain('Pulse 77 per minute, taken at 19:55 on 22 November, 5 min ago.');
  });

  it('has what is measured beside the chart', () => {
    const { assessment } = sbar({ latest: readings('19:59', { 'body-weight': 81.25 }) });
    expect(assessment).toContain('Body weight 81.3 kg, taken at 19:59 on 22 November, 1 min ago.');
  });

  it('says which readings are late, and who was asked', () => {
    const { assessment } = sbar({ nextDue: { at: at('19:20'), codes: ['pulse-rate', 'oxygen-saturation'] } });
    expect(assessment).toContain('Pulse and SpO2: 40 min overdue; asked so far: the device and the patient.');
  });
});

describe('The recommendation', () => {
  it.each<[string, Partial<SbarFacts>, string]>([
    ['by when to respond', { alerts: [anAlert({ responseDueAt: at('20:15') })] }, 'Respond by 20:15 on 22 November.'],
    ['what the plan says about the alert', { alerts: [anAlert({ instruction: 'Call the team' })] }, 'Call the team.'],
    ['what is left to be done', { tasks: [aTask()] }, 'To do: The blood pressure is 4 h overdue.'],
    [
      'how often to measure',
      scored(readings('19:40'), { monitoring: 'every 1 h', responseWithinMinutes: 60 }),
      'Assess within 1 h of the score (Homeward’s own time). By the chart: measure at least every 1 h.',
    ],
    [
      'what to measure',
      scored(
        readings('19:40').filter(({ code }) => code !== 'temperature'),
        { missing: ['temperature'] },
      ),
      'Measure what is missing: Temperature.',
    ],
    [
      'how far care is to go',
      { plan: { ...nothingDecided, escalation: { alertAtMost: 'medium', instruction: null } } },
      'Ceiling of care: alerts are medium at most (by the pathway).',
    ],
  ])('says %s', (_name, over, line) => {
    expect(sbar(over).recommendation).toContain(line);
  });

  it('says so where nothing is asked for', () => {
    const observations = readings('19:40');
    const complete = { ...scored(observations), score: null, scoreChart: undefined };
    expect(sbar(complete).recommendation).toEqual(['Nothing is asked for at the moment.']);
  });
});
