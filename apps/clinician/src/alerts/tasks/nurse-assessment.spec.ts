import type { Tier } from '#libs/clinical';
import { type Instant, instant } from '#libs/contracts';
import { builtInRules } from '#libs/fixtures';
import fc from 'fast-check';
import { decideAssessment } from './nurse-assessment.ts';
import type { TaskRecord } from './task-record.ts';

const rules = builtInRules().newest('general')?.general?.file.responses?.assessment;
if (rules === undefined) throw new Error('The general rules say nothing of assessments.');
const start = Date.UTC(2026, 10, 22, 8);
const hour = (hours: number): Instant => instant(start + hours * 3_600_000);

type Task = Pick<TaskRecord, 'state' | 'askedFor' | 'closedAt'>;
const askedAt = (total: number, over: Partial<Task> = {}): Task => ({
  state: 'open',
  closedAt: null,
  askedFor: { total, tier: 'low', wasNought: false },
  ...over,
});
const done = (total: number, wasNought = false): Task =>
  askedAt(total, { state: 'done', closedAt: hour(0), askedFor: { total, tier: 'low', wasNought } });
const cancelledAtNought = (total: number): Task => ({ ...done(total, true), state: 'cancelled' });

const decide = (task: Task | undefined, total: number, at = 0, tier: Tier = 'low') =>
  decideAssessment(task, { total, min: total, tier }, { rules, now: new Date(hour(at)) });

describe('A total of 1 to 4', () => {
  it.each([
    ['asks for a registered nurse where it is entered', undefined, 1, 0, 'open', 'entered'],
    ['asks once while it stays', askedAt(2), 2, 1, 'nothing', 'unchanged'],
    ['asks once while it falls', askedAt(3), 2, 1, 'nothing', 'unchanged'],
    ['says the higher total where it rises meanwhile', askedAt(2), 3, 1, 'revise', 'risen'],
    ['asks again where it rises after an assessment', done(2), 3, 1, 'open', 'risen'],
    ['does not ask again for what was assessed', done(3), 3, 48, 'nothing', 'holds'],
    ['does not ask again where it was 0 in between, within half a day', done(3, true), 2, 11, 'nothing', 'holds'],
    ['asks again where it was 0 in between, later', done(3, true), 2, 12, 'open', 'entered'],
    ['lets a flapping total settle for an hour', cancelledAtNought(2), 2, 0.5, 'nothing', 'holds'],
    ['asks again an hour after a 0', cancelledAtNought(2), 2, 1, 'open', 'entered'],
    ['asks for nothing where it is 0', undefined, 0, 0, 'nothing', 'not-asked'],
    ['is no longer asked about at 0', askedAt(2), 0, 1, 'cancel', 'nought'],
    ['is known to have been 0 since an assessment', done(2), 0, 1, 'remember', 'nought'],
  ] as const)('%s', (_claim, task, total, at, change, because) => {
    expect(decide(task, total, at)).toEqual({ change, because });
  });

  it('that has become an alert is no longer asked about beside it', () => {
    expect(decide(askedAt(3), 7, 1, 'high')).toEqual({ change: 'cancel', because: 'alert' });
    expect(decide(undefined, 3, 1, 'low-medium')).toEqual({ change: 'nothing', because: 'not-asked' });
  });

  it('is not made up of what is missing', () => {
    const range = { total: null, min: 0, tier: 'low' } as const;
    expect(decideAssessment(undefined, range, { rules, now: new Date(start) }).change).toBe('nothing');
  });

  it('opens no more than a task an hour, however it flaps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 60, maxLength: 600 }), (totals) => {
        let task: Task | undefined;
        let opened = 0;
        for (const [minute, total] of totals.entries()) {
          const decision = decide(task, total, minute / 60);
          if (decision.change === 'open') {
            opened += 1;
            task = askedAt(total);
          } else if (decision.change === 'cancel') {
            task = { ...cancelledAtNought(task?.askedFor?.total ?? 0), closedAt: hour(minute / 60) };
          }
        }
        expect(opened).toBeLessThanOrEqual(1 + totals.length / 60);
      }),
    );
  });
});
