import type { TopicName } from '#libs/contracts';
import { RegistrationDelay } from './registration-delay.service.ts';

type Lag = ReadonlyMap<TopicName, number>;

const delayOf = (lag: () => Promise<Lag>): RegistrationDelay =>
  new RegistrationDelay({ log: { lag }, group: 'gateway' });

describe('What is known of gateways and devices', () => {
  it('may be behind while any of it is unread, and is not where only other topics are', async () => {
    const unread = (lag: Lag): Promise<boolean> => delayOf(() => Promise.resolve(lag)).mayBeBehind();
    expect(await unread(new Map([['devices', 1]]))).toBe(true);
    expect(await unread(new Map([['gateways', 2]]))).toBe(true);
    expect(await unread(new Map([['monitoring-plans', 3]]))).toBe(false);
  });

  it('is not taken for all there is by one who asks while another still waits for the log', async () => {
    const asked = Promise.withResolvers<Lag>();
    const delay = delayOf(() => asked.promise);
    const answers = Promise.allSettled([delay.mayBeBehind(), delay.mayBeBehind()]);
    asked.reject(new Error('the log is away'));
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('may be behind for some seconds after the log was away', async () => {
    const delay = delayOf(() => Promise.resolve(new Map()));
    expect(await delay.mayBeBehind()).toBe(false);
    delay.logWasAway();
    expect(await delay.mayBeBehind()).toBe(true);
  });
});
