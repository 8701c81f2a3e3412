import type { RotaLayer } from '#libs/contracts';
import { gapsOf, shiftsWithin } from './cover.ts';
import { aLayer, aRota, between, inWords } from './rota.fixtures.ts';
import { localTimeOf } from './wall-clock.ts';

type Case = readonly [
  claim: string,
  zone: string,
  layer: Partial<RotaLayer>,
  span: readonly [string, string],
  shifts: readonly string[],
];

const daily = { handoverTimes: ['08:00'], personIds: ['ann', 'ben'] };

const cases: readonly Case[] = [
  [
    'begins at its start, between two handovers, and counts its days from the handover before',
    'Etc/UTC',
    { start: '2026-11-02T10:00' },
    ['2026-11-02T00:00', '2026-11-03T20:00'],
    ['ann 02T10:00 02T20:00', 'ann 02T20:00 03T08:00', 'ben 03T08:00 03T20:00'],
  ],
  [
    'that begins before the first handover of a day is in the last shift of the day before',
    'Etc/UTC',
    { ...daily, start: '2026-11-02T06:00' },
    ['2026-11-02T00:00', '2026-11-04T08:00'],
    ['ann 02T06:00 02T08:00', 'ben 02T08:00 03T08:00', 'ann 03T08:00 04T08:00'],
  ],
  [
    'covers nothing before its start',
    'Etc/UTC',
    { start: '2026-11-09T08:00' },
    ['2026-11-02T00:00', '2026-11-09T08:00'],
    [],
  ],
  [
    'passes the turn on after two days',
    'Etc/UTC',
    { ...daily, start: '2026-11-02T08:00', every: { count: 2, unit: 'day' } },
    ['2026-11-03T08:00', '2026-11-05T08:00'],
    ['ann 03T08:00 04T08:00', 'ben 04T08:00 05T08:00'],
  ],
  [
    'passes the turn on after a week, on the day of the week on which it began',
    'Etc/UTC',
    { ...daily, start: '2026-11-04T08:00', every: { count: 1, unit: 'week' } },
    ['2026-11-10T08:00', '2026-11-12T08:00'],
    ['ann 10T08:00 11T08:00', 'ben 11T08:00 12T08:00'],
  ],
  [
    'hands over at the end of the hour that is left out, where its time is in it',
    'Europe/London',
    { ...daily, start: '2026-03-27T01:30', handoverTimes: ['01:30'] },
    ['2026-03-28T01:30', '2026-03-30T00:30'],
    ['ben 28T01:30 29T01:00', 'ann 29T01:00 30T00:30'],
  ],
  [
    'hands over the first time that clocks show a time they show twice',
    'Europe/London',
    { ...daily, start: '2026-10-23T01:30', handoverTimes: ['01:30'] },
    ['2026-10-24T00:30', '2026-10-26T01:30'],
    ['ben 24T00:30 25T00:30', 'ann 25T00:30 26T01:30'],
  ],
  [
    'leaves out a shift that would lie within the hour that is left out',
    'Europe/London',
    { start: '2026-03-28T01:15', handoverTimes: ['01:15', '01:45'], personIds: ['ann', 'ben'] },
    ['2026-03-28T01:15', '2026-03-30T00:15'],
    ['ann 28T01:15 28T01:45', 'ann 28T01:45 29T01:00', 'ben 29T01:00 30T00:15'],
  ],
  [
    'hands over at one o’clock on the day that has no midnight',
    'Africa/Cairo',
    { ...daily, start: '2026-04-22T00:00', handoverTimes: ['00:00'] },
    ['2026-04-22T22:00', '2026-04-24T21:00'],
    ['ben 22T22:00 23T22:00', 'ann 23T22:00 24T21:00'],
  ],
  [
    'is there at its hours only',
    'Etc/UTC',
    { ...daily, start: '2026-11-02T08:00', restrictTo: [{ days: ['mon', 'tue'], from: '09:00', until: '17:00' }] },
    ['2026-11-02T00:00', '2026-11-05T00:00'],
    ['ann 02T09:00 02T17:00', 'ben 03T09:00 03T17:00'],
  ],
  [
    'goes over midnight with the day on which its hours begin',
    'Etc/UTC',
    { ...daily, start: '2026-11-02T08:00', restrictTo: [{ days: ['mon'], from: '20:00', until: '09:00' }] },
    ['2026-11-02T00:00', '2026-11-05T00:00'],
    ['ann 02T20:00 03T08:00', 'ben 03T08:00 03T09:00'],
  ],
  [
    'has the whole day where its hours end when they begin',
    'Etc/UTC',
    { ...daily, start: '2026-11-02T08:00', restrictTo: [{ days: ['tue'], from: '08:00', until: '08:00' }] },
    ['2026-11-02T00:00', '2026-11-06T00:00'],
    ['ben 03T08:00 04T08:00'],
  ],
  [
    'is one shift where its hours touch or overlap',
    'Etc/UTC',
    {
      ...daily,
      start: '2026-11-02T08:00',
      restrictTo: [
        { days: ['mon'], from: '09:00', until: '12:00' },
        { days: ['mon'], from: '12:00', until: '15:00' },
        { days: ['mon'], from: '14:00', until: '16:00' },
      ],
    },
    ['2026-11-02T00:00', '2026-11-03T00:00'],
    ['ann 02T09:00 02T16:00'],
  ],
  [
    'has its night hours an hour longer in October',
    'Europe/London',
    { ...daily, start: '2026-10-23T08:00', restrictTo: [{ days: ['sat'], from: '20:00', until: '08:00' }] },
    ['2026-10-23T00:00', '2026-10-27T00:00'],
    ['ben 24T19:00 25T08:00'],
  ],
];

describe('A layer of a rota', () => {
  it.each(cases)('%s', (_claim, zone, layer, [start, end], shifts) => {
    expect(inWords(shiftsWithin(aRota(zone, aLayer(layer)), between(start, end)))).toEqual(shifts);
  });

  it('goes on where a whole day is left out of the calendar', () => {
    const rota = aRota('Pacific/Apia', aLayer({ ...daily, start: '2011-12-27T08:00' }));
    const span = between('2011-12-28T18:00', '2012-01-02T18:00');
    expect(gapsOf(rota, span, () => true)).toEqual([]);
    expect(inWords(shiftsWithin(rota, span))).toContain('ben 30T10:00 30T18:00');
  });

  it('lets the layer below it be seen outside of its hours', () => {
    const weekend = aLayer({
      name: 'Weekend',
      start: '2026-11-02T08:00',
      personIds: ['dee'],
      handoverTimes: ['08:00'],
      restrictTo: [{ days: ['sat', 'sun'], from: '08:00', until: '20:00' }],
    });
    const rota = aRota('Etc/UTC', aLayer({ ...daily, start: '2026-11-06T08:00' }), weekend);
    expect(inWords(shiftsWithin(rota, between('2026-11-07T00:00', '2026-11-08T08:00')))).toEqual([
      'ann 07T00:00 07T08:00',
      'dee 07T08:00 07T20:00',
      'ben 07T20:00 08T08:00',
    ]);
  });
});

describe('The start of a layer', () => {
  it.each([
    ['a day is its midnight', '2026-07-01', '2026-07-01T00:00'],
    ['a local time stays what it is', '2026-07-01T08:00', '2026-07-01T08:00'],
    ['seconds are left out', '2026-07-01T08:00:00', '2026-07-01T08:00'],
    ['a time in UTC is what the clocks show then', '2026-07-01T08:00:00Z', '2026-07-01T09:00'],
    ['a time with an offset is what the clocks show then', '2026-07-01T08:00:00+02:00', '2026-07-01T07:00'],
  ])('%s', (_claim, text, local) => {
    expect(localTimeOf(text, 'Europe/London')).toBe(local);
  });
});
