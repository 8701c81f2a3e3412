import { type HandoverPatient, type HandoverScore, instant } from '#libs/contracts';
import { aBoardRow, anAlert } from '#libs/fixtures';
import { changeMark, clockWords, overdueReadingsWords, pauseAheadWords, scoresWords } from './handover-words.ts';

const at = (time: string) => instant(Date.parse(`2026-11-22T${time}:00Z`));
const now = Date.parse(at('20:00'));

const score = (total: number, over: Partial<HandoverScore> = {}): HandoverScore => ({
  at: at('19:40'),
  total,
  min: total,
  max: total,
  tier: 'low',
  highestTier: 'low',
  missing: [],
  ruleSet: 'news2-2017',
  ...over,
});

function patient(over: Partial<HandoverPatient>): HandoverPatient {
  const { score: _score, latest: _latest, trend: _trend, nextDue: _due, pause: _pause, ...row } = aBoardRow();
  const nothing = { alerts: [], overdueReadings: null, pauses: [], tasks: [], notes: [] };
  return { ...row, score: null, scoreThen: null, change: 'same', ...nothing, ...over };
}

describe('A patient at handover', () => {
  it.each<[string, Partial<HandoverPatient>, string]>([
    [
      'has the score of now and of before',
      { score: score(7, { tier: 'high', highestTier: 'high' }), scoreThen: score(2, { at: at('07:30') }) },
      'Score at 19:40: 7, high risk. Before, at 07:30: 2, low risk.',
    ],
    ['has none from before', { score: score(2) }, 'Score at 19:40: 2, low risk. Before, there was no score.'],
    [
      'is not called low while something is missing',
      { score: score(2, { total: null, max: 9, highestTier: 'high' }) },
      'Score at 19:40: 2–9, risk unclear, may be high. Before, there was no score.',
    ],
    ['has no score at all', {}, 'There is no score.'],
    ['is not scored', { exclusion: 'under-16' }, 'Not scored: under 16 years old.'],
    [
      'is not scored for now',
      { notScored: 'rules are missing' },
      'Readings are not scored at the moment: rules are missing. There is no score.',
    ],
  ])('%s', (_name, over, words) => {
    expect(scoresWords(patient(over), now)).toBe(words);
  });

  it.each([
    ['worse', 'Worse'],
    ['better', 'Better'],
    ['new-score', 'First score'],
    ['same', null],
    ['not-scored', null],
  ] as const)('that is %s is marked %s', (change, mark) => {
    expect(changeMark(change)).toBe(mark);
  });
});

describe('The clock of an alert at handover', () => {
  it.each([
    ['waits', { responseDueAt: at('20:20') }, null, 'due in 20 min (20:20)'],
    ['is late', { responseDueAt: at('19:20') }, 40, 'not answered, overdue by 40 min'],
    ['was found late', { late: true }, null, 'found late, to be looked at'],
    [
      'is answered',
      { state: 'acknowledged', acknowledgedAt: at('19:30'), acknowledgedBy: { id: 'p', name: 'Grace' } },
      null,
      'acknowledged by Grace (19:30)',
    ],
  ] as const)('of one that %s', (_name, over, overdueMinutes, words) => {
    expect(clockWords({ alert: anAlert(over), overdueMinutes }, now)).toBe(words);
  });
});

it('Overdue readings name the first, how many more, and who was asked', () => {
  const overdue = { dueAt: at('19:20'), overdueMinutes: 40 };
  expect(overdueReadingsWords({ ...overdue, codes: ['pulse-rate'], asked: [] })).toBe(
    'Pulse overdue by 40 min; no one has been asked yet.',
  );
  expect(overdueReadingsWords({ ...overdue, codes: ['pulse-rate', 'temperature'], asked: ['device', 'patient'] })).toBe(
    'Pulse and 1 more overdue by 40 min; asked: the device, the patient.',
  );
});

it('A pause says when it ends, and when it begins where that is to come', () => {
  const until = at('22:00');
  expect(pauseAheadWords({ reason: 'asleep', from: at('19:00'), until }, now)).toBe('Paused until 22:00: asleep');
  expect(pauseAheadWords({ reason: 'away', from: at('21:00'), until }, now)).toBe(
    'Paused from 21:00 until 22:00: away',
  );
});
