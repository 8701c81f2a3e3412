import type { LiveEvent } from '#libs/contracts';
import { EventJournal } from './event-journal.ts';
import { alert } from './live-events.fixtures.ts';

const heard = (revision: number): LiveEvent => ({ event: 'alert', data: alert({ revision }) });

describe('an answer that was on its way while events were heard', () => {
  it('is changed by the events heard since it was asked for, and by no earlier ones', async () => {
    const journal = new EventJournal();
    journal.add([heard(1)]);
    const { promise, resolve } = Promise.withResolvers<readonly LiveEvent[]>();
    const answer = journal.alongside(
      () => promise,
      (own, events) => [...own, ...events],
    );
    journal.add([heard(2)]);
    resolve([]);
    expect(await answer).toEqual([heard(2)]);
  });

  it('keeps nothing once no answer is awaited, even when one failed', async () => {
    const journal = new EventJournal();
    const failing = journal.alongside(
      () => Promise.reject(new Error('down')),
      (own: readonly LiveEvent[]) => own,
    );
    journal.add([heard(1)]);
    await expect(failing).rejects.toThrow('down');
    const next = await journal.alongside(
      () => Promise.resolve<readonly LiveEvent[]>([]),
      (own, events) => [...own, ...events],
    );
    expect(next).toEqual([]);
  });
});
