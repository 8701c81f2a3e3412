import { type Overdue, overdueInWords } from './overdue-in-words.ts';

const minute = 60_000;

describe('what is said of a reading that has not come', () => {
  it.each<[Overdue, string]>([
    [
      { code: 'pulse-rate', dueAtMs: 60 * minute, lastTakenAtMs: 0, atMs: 135 * minute },
      'pulse overdue for 1 h 15 min (the last 2 h 15 min before)',
    ],
    [
      { code: 'body-weight', dueAtMs: 0, lastTakenAtMs: null, atMs: 120 * minute },
      'body weight overdue for 2 h (never measured)',
    ],
    [
      { code: 'oxygen-saturation', dueAtMs: 60 * minute, lastTakenAtMs: 0, atMs: 60 * minute },
      'SpO2 due (the last 1 h before)',
    ],
    [
      { code: 'temperature', dueAtMs: 60 * minute, lastTakenAtMs: 30 * minute, atMs: 75 * minute + 59_999 },
      'temperature overdue for 15 min (the last 45 min before)',
    ],
  ])('%#', (overdue, words) => {
    expect(overdueInWords(overdue)).toBe(words);
  });
});
