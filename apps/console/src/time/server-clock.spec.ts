import { ServerClock } from './server-clock.ts';

const own = Date.parse('2026-11-21T09:00:00.000Z');

describe('the time as the service sees it', () => {
  it('is this computer’s own until the service has said something', () => {
    expect(new ServerClock(() => own).now()).toBe(own);
  });

  it('follows the time inside an answer, and a header no longer after that', () => {
    const clock = new ServerClock(() => own);
    clock.hearAnswerTime('2026-11-21T08:30:00.000Z');
    clock.hearDateHeader('Sat, 21 Nov 2026 10:00:00 GMT');
    expect(clock.now()).toBe(Date.parse('2026-11-21T08:30:00.000Z'));
  });

  it('follows a date header only when this computer’s clock is clearly wrong', () => {
    const clock = new ServerClock(() => own);
    clock.hearDateHeader('Sat, 21 Nov 2026 09:00:01 GMT');
    expect(clock.now()).toBe(own);
    clock.hearDateHeader('Sat, 21 Nov 2026 09:07:00 GMT');
    expect(clock.now()).toBe(Date.parse('2026-11-21T09:07:00.500Z'));
  });

  it.each([[null], ['not a date']])('pays no heed to a header that says nothing: %s', (header) => {
    const clock = new ServerClock(() => own);
    clock.hearDateHeader(header);
    expect(clock.now()).toBe(own);
  });
});
