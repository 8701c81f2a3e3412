import { hoursWords, spanInZone } from './rota-words.ts';

describe('A shift reads', () => {
  it.each([
    ['2026-11-23T20:00:00.000Z', '2026-11-24T08:00:00.000Z', 'Europe/London', 'Mon 23 Nov 20:00 to Tue 24 Nov 08:00'],
    ['2026-11-23T08:00:00.000Z', '2026-11-23T20:00:00.000Z', 'Europe/London', 'Mon 23 Nov 08:00 to 20:00'],
    ['2026-11-23T20:00:00.000Z', '2026-11-24T08:00:00.000Z', 'Asia/Tokyo', 'Tue 24 Nov 05:00 to 17:00'],
  ])('from %s until %s in %s as %s', (start, end, zone, words) => {
    expect(spanInZone({ start, end }, zone)).toBe(words);
  });

  it.each([
    ['08:00', '20:00', '08:00 to 20:00'],
    ['20:00', null, 'From 20:00'],
    [null, '08:00', 'Until 08:00'],
    [null, null, 'All day'],
  ])('within a day, from %s until %s, as %s', (from, until, words) => {
    expect(hoursWords(from, until)).toBe(words);
  });
});
