import { NewRota } from '#libs/contracts';
import { freshLayer, rotaBody, rotaFaults, type TypedLayer, type TypedRota } from './rota-typed.ts';

const layer: TypedLayer = { ...freshLayer('2026-11-23'), name: 'Nights', personIds: ['ada', 'ben'] };
const typed: TypedRota = { name: 'On call', timeZone: 'Europe/London', layers: [layer] };

describe('A rota as it is typed', () => {
  it('is sent as the service reads it', () => {
    expect(NewRota.parse(rotaBody({ ...typed, layers: [{ ...layer, handoverTimes: '08:00 20:00' }] }))).toEqual({
      name: 'On call',
      timeZone: 'Europe/London',
      layers: [
        {
          name: 'Nights',
          start: '2026-11-23T08:00',
          handoverTimes: ['08:00', '20:00'],
          every: { count: 1, unit: 'day' },
          personIds: ['ada', 'ben'],
        },
      ],
    });
  });

  it.each<[string, Partial<TypedLayer>, readonly string[]]>([
    ['nothing', {}, []],
    ['no people', { personIds: [] }, ['layers.0.personIds']],
    ['no name', { name: ' ' }, ['layers.0.name']],
    ['no handover time', { handoverTimes: '' }, ['layers.0.handoverTimes']],
    ['a handover time that is none', { handoverTimes: '08:00, 25:00' }, ['layers.0.handoverTimes']],
    ['handover times out of order', { handoverTimes: '20:00, 08:00' }, ['layers.0.handoverTimes']],
    ['a start that is no time', { start: 'soon' }, ['layers.0.start']],
    ['turns of no length', { count: '0' }, ['layers.0.every.count']],
    [
      'a restriction without days',
      { restrictTo: [{ days: [], from: '20:00', until: '08:00' }] },
      ['layers.0.restrictTo.0.days'],
    ],
  ])('is refused for %s at its field', (_name, change, paths) => {
    expect(rotaFaults({ ...typed, layers: [{ ...layer, ...change }] }).map(({ path }) => path)).toEqual(paths);
  });
});
