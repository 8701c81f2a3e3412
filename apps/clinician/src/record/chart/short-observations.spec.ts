import {
  derivedId,
  instant,
  type Observation,
  ObservationId,
  observationIds,
  DeviceId,
  MessageId,
} from '#libs/contracts';
import { observationsOf } from './charted-row.store.ts';
import { shortObservations, withUnit } from './short-observations.ts';

const takenAt = instant(Date.UTC(2026, 10, 21, 8, 30));
const idOf = observationIds(DeviceId.parse('watch-1'), MessageId.parse('m-1'));

const observations: readonly Observation[] = [
  { id: idOf(0), code: 'oxygen-saturation', value: 97, unit: '%', takenAt, quality: { perfusionIndex: 1.4 } },
  { id: idOf(3), code: 'pulse-rate', value: 72, unit: '/min', takenAt, tooLateToScore: true },
  { id: idOf(4), code: 'supplemental-oxygen', value: false, takenAt },
  { id: idOf(5), code: 'consciousness', value: 'A', takenAt },
  {
    id: ObservationId.parse(derivedId('test', 'of another message')),
    code: 'temperature',
    value: 37,
    unit: 'Cel',
    takenAt,
  },
];

describe('observations that are stored short', () => {
  it('come back as they were charted', () => {
    const stored = JSON.parse(JSON.stringify(shortObservations(observations))) as ReturnType<typeof shortObservations>;
    expect(observationsOf(stored, { taken_at: new Date(takenAt) })).toEqual(observations);
  });

  it('are read where everything stands in each of them, as in rows of earlier releases', () => {
    expect(observationsOf(observations, { taken_at: new Date(takenAt) })).toEqual(observations);
  });

  it('have one id in full for each message, no time, and no unit that follows from the code', () => {
    const text = JSON.stringify(shortObservations(observations));
    expect(text.match(/"id"/gu)).toHaveLength(2);
    expect(text).not.toMatch(/takenAt|"unit"/u);
    expect(text).toContain('{"step":3,"code":"pulse-rate","value":72,"tooLateToScore":true}');
  });

  it('have their unit again where SQL has put together the rest', () => {
    const [first] = observations;
    if (first === undefined) throw new Error('There are five.');
    const { unit: _unit, ...withoutUnit } = first;
    expect(withUnit(withoutUnit)).toEqual(first);
  });
});
