import { instant, StayId } from '#libs/contracts';
import { decideCompletion, decideRequest, decideSchedule, whyPointless } from './task-decision.ts';

const [monday, tuesday] = [instant(Date.UTC(2026, 10, 23)), instant(Date.UTC(2026, 10, 24))];
const review = { words: 'Review the oxygen scale', dueAt: monday };

describe('Scheduling a task', () => {
  it.each([
    ['opens one that is not there', undefined, review, { change: 'open', because: 'new' }],
    [
      'changes nothing when it is there',
      { ...review, state: 'open' },
      review,
      { change: 'nothing', because: 'repeated' },
    ],
    [
      'moves it to another time',
      { ...review, state: 'open' },
      { ...review, dueAt: tuesday },
      { change: 'revise', because: 'renewed' },
    ],
    [
      'gives it other words',
      { ...review, state: 'open' },
      { ...review, words: 'Review it' },
      { change: 'revise', because: 'renewed' },
    ],
    ['leaves alone what was done', { ...review, state: 'done' }, review, { change: 'nothing', because: 'closed' }],
    [
      'asks again for another time though it was done',
      { ...review, state: 'done' },
      { ...review, dueAt: tuesday },
      { change: 'open', because: 'due-at-another-time' },
    ],
    [
      'takes up again what was cancelled',
      { ...review, state: 'cancelled' },
      review,
      { change: 'open', because: 'asked-again' },
    ],
  ] as const)('%s', (_claim, task, asked, decision) => {
    expect(decideSchedule(task, asked)).toEqual(decision);
  });
});

describe('Completing a task', () => {
  const ada = { id: 'ada', name: 'Ada' };
  const done = { state: 'done', closedBy: ada, outcome: 'Called', finding: null } as const;
  const open = { state: 'open', closedBy: null, outcome: null, finding: null } as const;
  it.each([
    ['closes one that is open', open, 'apply'],
    ['changes nothing word for word', done, 'repeated'],
    ['is refused with another outcome', { ...done, outcome: 'Visited' }, 'refuse'],
    ['is refused for what another person has done', { ...done, closedBy: { id: 'grace', name: 'Grace' } }, 'refuse'],
    ['is refused for what nothing is left to do about', { ...done, state: 'cancelled' }, 'refuse'],
  ] as const)('%s', (_claim, task, expected) => {
    expect(decideCompletion(task, { by: ada, outcome: 'Called', finding: null })).toBe(expected);
  });
});

describe('A request for readings', () => {
  const stayId = StayId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c');
  const openStay = { id: stayId };
  const known = (state: 'open' | 'done' | 'cancelled') => ({ state, causeRevision: 1 });
  it.each([
    ['opens a task', 'asked', undefined, { change: 'open', because: 'asked' }],
    ['asked anew says it anew', 'asked', known('open'), { change: 'revise', because: 'asked' }],
    ['asked again after all opens it again', 'asked', known('cancelled'), { change: 'open', because: 'asked-again' }],
    ['leaves alone what a person has done', 'asked', known('done'), { change: 'remember', because: 'closed' }],
    ['answered cancels it', 'answered', known('open'), { change: 'cancel', because: 'answered' }],
    ['withdrawn cancels it', 'withdrawn', known('open'), { change: 'cancel', because: 'withdrawn' }],
    ['answered changes nothing that is done', 'answered', known('done'), { change: 'remember', because: 'closed' }],
    [
      'answered before it was seen leaves a closed one',
      'answered',
      undefined,
      { change: 'cancel', because: 'answered' },
    ],
  ] as const)('%s', (_claim, state, task, decision) => {
    expect(decideRequest(task, { state, revision: 2, stayId }, openStay)).toEqual(decision);
  });

  it('is nothing when a newer revision was there, or the stay is over', () => {
    const asked = { state: 'asked', revision: 1, stayId } as const;
    expect(decideRequest(known('cancelled'), asked, openStay)).toEqual({ change: 'nothing', because: 'superseded' });
    expect(decideRequest(undefined, asked, undefined)).toEqual({ change: 'nothing', because: 'not-the-open-stay' });
    expect(decideRequest(undefined, asked, { id: 'another' }).because).toBe('not-the-open-stay');
  });

  it('says why its task is closed', () => {
    expect(whyPointless('answered')).toMatch(/has come/);
    expect(whyPointless('withdrawn')).toMatch(/nothing was missing/);
  });
});
