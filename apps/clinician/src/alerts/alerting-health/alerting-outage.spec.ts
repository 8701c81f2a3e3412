import { Instant } from '#libs/contracts';
import { outageEnvironment, outageMessage, pauseAfter } from './alerting-outage.ts';

const since = Instant.parse('2026-11-21T02:14:00.000Z');
const until = Instant.parse('2026-11-21T02:20:00.000Z');

describe('what operations hear of an outage', () => {
  it('has one id from every process, at its beginning and at its end', () => {
    expect(outageMessage(since, until).id).toBe(outageMessage(since, null).id);
    expect(outageMessage(until, null).id).not.toBe(outageMessage(since, null).id);
  });

  it('says since when, and until when once it is over', () => {
    expect(outageMessage(since, null)).toMatchObject({
      state: 'down',
      until: null,
      words: 'Homeward: alerting is down since 2026-11-21T02:14:00.000Z. Alerts may not arrive.',
    });
    expect(outageMessage(since, until)).toMatchObject({ state: 'recovered', since, until });
  });

  it('is the same in the environment of a program', () => {
    const message = outageMessage(since, null);
    expect(outageEnvironment(message)).toEqual({
      HOMEWARD_ALERTING_ID: message.id,
      HOMEWARD_ALERTING_STATE: 'down',
      HOMEWARD_ALERTING_SINCE: since,
      HOMEWARD_ALERTING_UNTIL: '',
      HOMEWARD_ALERTING_WORDS: message.words,
    });
  });

  it('is tried again after longer and longer pauses, up to half a minute', () => {
    expect([1, 2, 3, 4, 5, 100].map(pauseAfter)).toEqual([1000, 3000, 10_000, 30_000, 30_000, 30_000]);
  });
});
