import { observationCodes } from '#libs/clinical';
import fc from 'fast-check';
import { ObservationSetRecorded } from '../events/observation.ts';
import { instant } from '../instant.ts';
import { eventFromLog, eventToLog } from '../topics/events-on-log.ts';
import { topics } from '../topics/topics.ts';
import { anId, aUuid } from './any-score.harness.ts';
import { damaged } from './damaged.harness.ts';

const receivedMs = Date.UTC(2026, 10, 21, 8, 30);
const anInstant = fc
  .oneof(fc.constant(0), fc.integer({ min: -5_000, max: 90_000_000 }))
  .map((ago) => instant(receivedMs - ago));
const aValue = fc.oneof(fc.nat(300), fc.constant('A'), fc.boolean(), fc.constant(36.85));
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 3 });
const someTimes = fc.array(anInstant, { minLength: 1, maxLength: 2 });

const anObservation = fc.record(
  {
    id: anId,
    code: fc.constantFrom(...observationCodes),
    value: aValue,
    unit: fc.constantFrom('/min', '%', 'mm[Hg]', 'Cel'),
    quality: fc.constant({ perfusionIndex: 1.4 }),
    qualifiers: fc.constant({ position: 'lying' }),
    tooLateToScore: fc.constant(true),
    correctedBy: fc.integer({ min: 1, max: 900 }),
  },
  { requiredKeys: ['id', 'code', 'value'] },
);

const aSet: fc.Arbitrary<ObservationSetRecorded> = fc
  .record({
    id: aUuid,
    patientId: aUuid,
    messageId: fc.constantFrom('m-1', 'retract 7'),
    from: fc.constantFrom({ deviceId: 'dev-1', gatewayId: 'gw-1' }, { enteredBy: 'A nurse' }),
    retracts: optional(
      fc.array(fc.record({ observationId: anId, code: fc.constant('pulse-rate'), reason: fc.constant('No') })),
    ),
    doubts: optional(fc.array(fc.constant({ code: 'pulse-rate', because: 'extreme', found: '0 /min' }))),
    observations: fc.array(anObservation, { maxLength: 6 }),
    times: someTimes,
  })
  .map(({ from, times, observations, retracts, doubts, ...set }) => {
    const at = (index: number) => times[index % times.length];
    const taken = <Item extends object>(items: readonly Item[]) =>
      items.map((item, index) => ({ ...item, takenAt: at(index >> 1) }));
    return ObservationSetRecorded.parse({
      ...set,
      ...('deviceId' in from ? from : { enteredBy: { id: 'u-1', name: from.enteredBy } }),
      source: 'device',
      receivedAt: instant(receivedMs),
      observations: taken(observations),
      ...(retracts === undefined ? {} : { retracts: taken(retracts) }),
      ...(doubts === undefined ? {} : { doubts: taken(doubts) }),
    });
  });

describe('an observation set on the log', () => {
  it('is read as the set that it was, each observation in its turn', () => {
    fc.assert(
      fc.property(aSet, (set) => {
        const value = eventToLog('observations', set);
        expect(JSON.stringify(eventFromLog('observations', { key: set.patientId, value }))).toBe(JSON.stringify(set));
        expect(topics.observations.onLog.schema.safeParse(JSON.parse(value)).error).toBeUndefined();
      }),
    );
  });

  it('is read in the whole form of earlier releases, too', () => {
    fc.assert(
      fc.property(aSet, (set) => {
        expect(eventFromLog('observations', { key: set.patientId, value: JSON.stringify(set) })).toEqual(set);
      }),
    );
  });

  it('takes less than half of the room where one message measured all', () => {
    const codes = ['pulse-rate', 'oxygen-saturation', 'respiration-rate', 'temperature', 'systolic-pressure'] as const;
    const units = ['/min', '%', '/min', 'Cel', 'mm[Hg]'];
    const set = ObservationSetRecorded.parse({
      id: '4c7c6f0e-1a54-5b52-8f3e-0d6f0b6f1111',
      patientId: '4c7c6f0e-1a54-5b52-8f3e-0d6f0b6f2222',
      messageId: 'message-00017',
      deviceId: 'watch-1',
      gatewayId: 'gateway-1',
      source: 'device',
      receivedAt: instant(receivedMs),
      observations: codes.map((code, index) => ({
        ...{ id: `4c7c6f0e-1a54-5b52-8f3e-0d6f0b6f000${String(index)}`, code, value: 97, unit: units[index] },
        takenAt: instant(receivedMs - 1200),
      })),
    });
    expect(eventToLog('observations', set).length * 2).toBeLessThan(JSON.stringify(set).length);
    expect(eventToLog('observations', set)).not.toContain('unit');
  });

  it('is a set by the contract or refused, whatever has become of it', () => {
    const anything = fc.oneof(fc.constantFrom(null, -1, 1.5, 7, 4e15, '', 'AAAA', true, [], {}), fc.jsonValue());
    let refused = 0;
    let read = 0;
    fc.assert(
      fc.property(aSet, fc.nat(60), anything, (set, at, by) => {
        const json = damaged(JSON.parse(eventToLog('observations', set)), at, by);
        const isFit = topics.observations.onLog.schema.safeParse(json).success;
        try {
          const event = eventFromLog('observations', { key: set.patientId, value: JSON.stringify(json) });
          read += 1;
          expect(isFit).toBe(true);
          expect(ObservationSetRecorded.safeParse(event).error).toBeUndefined();
        } catch (error) {
          if (error instanceof Error && 'matcherResult' in error) throw error;
          refused += 1;
        }
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(200);
    expect(read).toBeGreaterThan(200);
  });
});
