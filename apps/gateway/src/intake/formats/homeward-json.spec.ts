import fc from 'fast-check';
import { instant } from '#libs/contracts';
import type { DecodedMessage } from './decoded-message.ts';
import { decodeObservations, decodeStatus } from './decode.ts';
import { decodeHomewardJson } from './homeward-json.ts';

const receivedAt = instant(Date.parse('2026-11-21T08:31:00Z'));
const limits = { maxPayloadBytes: 262_144, aheadMs: 120_000, oldestMs: 30 * 86_400_000 };
const decode = (body: unknown) =>
  decodeHomewardJson(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), limits, receivedAt);

const message = (over: object = {}) => ({
  messageId: '4c7c6f0e-1a54-4b52-8f3e-0d6f0b6f9a10',
  takenAt: '2026-11-21T08:30:00+00:00',
  readings: [{ code: 'pulse-rate', value: 96, unit: '/min' }],
  ...over,
});

function usable(body: unknown): DecodedMessage {
  const decoded = decode(body);
  if (!decoded.ok) throw new Error(`not usable: ${JSON.stringify(decoded.reasons)}`);
  return decoded;
}

describe('A message in Homeward JSON', () => {
  it('becomes readings in canonical units, each with its own time', () => {
    const decoded = usable(
      message({
        source: 'carer',
        readings: [
          { code: 'temperature', value: 101.3, unit: '[degF]', takenAt: '2026-11-21T09:20:00+01:00' },
          { code: 'supplemental-oxygen', value: true },
          { code: 'oxygen-saturation', value: 94, unit: '%', quality: { perfusionIndex: 1.4 } },
        ],
      }),
    );
    expect(decoded).toMatchObject({ source: 'carer', faults: [] });
    expect(decoded.readings).toEqual([
      { index: 0, code: 'temperature', value: 38.5, unit: 'Cel', takenAt: '2026-11-21T08:20:00.000Z' },
      { index: 1, code: 'supplemental-oxygen', value: true, takenAt: '2026-11-21T08:30:00.000Z' },
      {
        index: 2,
        code: 'oxygen-saturation',
        value: 94,
        unit: '%',
        takenAt: '2026-11-21T08:30:00.000Z',
        quality: { perfusionIndex: 1.4 },
      },
    ]);
  });

  it.each([
    ['no JSON', '{"messageId":', 'malformed-json', ''],
    ['bytes that are no text', '\u{0}\u{1}', 'malformed-json', ''],
    ['a list', '[]', 'invalid-message', ''],
    ['no message id', message({ messageId: undefined }), 'invalid-message', 'messageId'],
    ['a message id that is a number', message({ messageId: 7 }), 'invalid-message', 'messageId'],
    ['a message id with a NUL', message({ messageId: 'a\u{0}b' }), 'invalid-message', 'messageId'],
    ['no time', message({ takenAt: undefined }), 'invalid-message', 'takenAt'],
    ['a time without an offset', message({ takenAt: '2026-11-21T08:30:00' }), 'invalid-message', 'takenAt'],
    ['a day that is not in the calendar', message({ takenAt: '2026-02-30T08:30:00Z' }), 'invalid-message', 'takenAt'],
    ['no readings', message({ readings: [] }), 'invalid-message', 'readings'],
    ['501 readings', message({ readings: Array.from({ length: 501 }, () => 1) }), 'invalid-message', 'readings'],
  ])('with %s is quarantined', (_what, body, code, path) => {
    const decoded = decode(body);
    expect(decoded.ok).toBe(false);
    expect(decoded.ok ? [] : decoded.reasons).toContainEqual({ code, path, message: expect.any(String) });
  });

  it('keeps how a reading was taken', () => {
    const temperature = { code: 'temperature', value: 38.1, unit: 'Cel', qualifiers: { site: 'tympanic' } };
    const pulse = { code: 'pulse-rate', value: 96, unit: '/min', qualifiers: { method: 'ecg' } };
    const { readings } = usable(message({ readings: [temperature, pulse] }));
    expect(readings.map(({ qualifiers }) => qualifiers)).toEqual([{ site: 'tympanic' }, { method: 'ecg' }]);
  });

  it.each([
    ['the word', { value: 'happened' }],
    ['yes', { value: true }],
    ['any other word', { value: 'pressed' }],
    ['no value at all', {}],
    ['a value that is null', { value: null }],
    ['a unit', { value: true, unit: '1' }],
    ['a clock that is hours ahead', { value: true, takenAt: '2026-11-21T12:00:00Z' }],
  ])('with a call for help and %s counts it as happened', (_what, over) => {
    const { readings, faults } = usable(message({ readings: [{ code: 'call-for-help', ...over }] }));
    expect(faults).toEqual([]);
    expect(readings).toMatchObject([{ code: 'call-for-help', value: 'happened' }]);
    expect(Date.parse(readings[0]?.takenAt ?? '')).toBeLessThanOrEqual(Date.parse(receivedAt));
  });

  it('takes an event back by the word alone, and takes no news of what did not happen', () => {
    expect(usable(message({ readings: [{ code: 'fall', value: 'cancelled' }] })).readings).toMatchObject([
      { code: 'fall', value: 'cancelled' },
    ]);
    for (const value of [false, 0]) {
      const { readings, faults } = usable(message({ readings: [{ code: 'fall', value }] }));
      expect(readings).toEqual([]);
      expect(faults).toMatchObject([{ code: 'invalid-value', path: 'readings.0.value' }]);
    }
  });

  it('that calls air a flow of oxygen has that reading refused, and says what was expected', () => {
    const readings = [0.21, 21].map((value) => ({ code: 'supplemental-oxygen', value, unit: 'L/min' }));
    expect(usable(message({ readings })).faults).toMatchObject([
      {
        code: 'wrong-unit',
        path: 'readings.0.unit',
        message: expect.stringContaining('fraction of oxygen in air') as string,
      },
      {
        code: 'wrong-unit',
        path: 'readings.1.unit',
        message: expect.stringContaining('percentage of oxygen in air') as string,
      },
    ]);
  });

  it('with something wrong elsewhere still names its id', () => {
    expect(decode(message({ takenAt: 'yesterday' })).messageId).toBe(message().messageId);
  });

  it.each([
    ['an unknown code', { code: 'mood', value: 3, unit: '/min' }, 'unknown-code', 'readings.1.code'],
    ['a code of the prototype', { code: 'constructor', value: 3 }, 'unknown-code', 'readings.1.code'],
    ['no code', { value: 3 }, 'unknown-code', 'readings.1.code'],
    ['no unit', { code: 'temperature', value: 38 }, 'wrong-unit', 'readings.1.unit'],
    ['another unit', { code: 'temperature', value: 38, unit: 'K' }, 'wrong-unit', 'readings.1.unit'],
    ['a unit that is no text', { code: 'temperature', value: 38, unit: 1 }, 'wrong-unit', 'readings.1.unit'],
    ['a number as text', { code: 'temperature', value: '38', unit: 'Cel' }, 'invalid-value', 'readings.1.value'],
    ['no value', { code: 'temperature', unit: 'Cel' }, 'invalid-value', 'readings.1.value'],
    ['a word that is no level', { code: 'consciousness', value: 'X' }, 'invalid-value', 'readings.1.value'],
    ['a NUL in an answer', { code: 'questionnaire-answer', value: 'a\u{0}' }, 'invalid-value', 'readings.1.value'],
    ['half a character', { code: 'questionnaire-answer', value: '\u{d83d}' }, 'invalid-value', 'readings.1.value'],
    ['an impossible value', { code: 'temperature', value: 46, unit: 'Cel' }, 'implausible-value', 'readings.1.value'],
    ['the same code again', { code: 'pulse-rate', value: 97, unit: '/min' }, 'repeated-code', 'readings.1'],
    [
      'a time to come',
      { code: 'temperature', value: 38, unit: 'Cel', takenAt: '2026-11-21T08:33:01Z' },
      'time-in-future',
      'readings.1.takenAt',
    ],
    [
      'a time long ago',
      { code: 'temperature', value: 38, unit: 'Cel', takenAt: '2026-10-22T08:30:59Z' },
      'time-too-old',
      'readings.1.takenAt',
    ],
    ['nothing in it', null, 'invalid-message', 'readings.1'],
  ])('keeps a reading with %s aside, and its neighbour counts', (_what, reading, code, path) => {
    const { readings, faults } = usable(message({ readings: [...message().readings, reading] }));
    expect(readings.map(({ index }) => index)).toEqual([0]);
    expect(faults).toEqual([{ code, path, message: expect.any(String) }]);
  });

  it.each([
    ['a time that is null', { takenAt: null }, 'takenAt'],
    ['a time that is none', { takenAt: 'now' }, 'takenAt'],
    ['a quality that is null', { quality: null }, 'quality'],
    ['a perfusion index of -1', { quality: { perfusionIndex: -1 } }, 'quality.perfusionIndex'],
    ['a quality beyond its range', { quality: { motion: 2 } }, 'quality.motion'],
    ['a quality that is not known', { quality: { mood: 1 } }, 'quality.mood'],
    ['a member that is not known', { constructor: 'x' }, 'constructor'],
  ])('takes a reading with %s, and notes what was left out', (_what, over, path) => {
    const { readings, faults, notes } = usable(message({ readings: [{ ...message().readings[0], ...over }] }));
    expect(faults).toEqual([]);
    expect(readings).toEqual([
      { index: 0, code: 'pulse-rate', value: 96, unit: '/min', takenAt: '2026-11-21T08:30:00.000Z' },
    ]);
    expect(notes).toEqual([{ code: 'member-dropped', path: `readings.0.${path}`, message: expect.any(String) }]);
  });

  it('takes a word with any unit, and a quality without its bad part', () => {
    const { readings, notes } = usable(
      message({
        readings: [
          { code: 'consciousness', value: 'U', unit: null },
          { code: 'supplemental-oxygen', value: true, unit: 'L/min' },
          { code: 'pulse-rate', value: 140, unit: '/min', quality: { perfusionIndex: 0.1, motion: null } },
        ],
      }),
    );
    expect(readings.map(({ code, unit, quality }) => [code, unit, quality])).toEqual([
      ['consciousness', undefined, undefined],
      ['supplemental-oxygen', undefined, undefined],
      ['pulse-rate', '/min', { perfusionIndex: 0.1 }],
    ]);
    expect(notes.map(({ path }) => path)).toEqual(['readings.0.unit', 'readings.1.unit', 'readings.2.quality.motion']);
  });

  it('keeps a diastolic aside that is not below its systolic; the systolic counts', () => {
    const { readings, faults } = usable(
      message({
        readings: [
          { code: 'diastolic-pressure', value: 90, unit: 'mm[Hg]' },
          { code: 'systolic-pressure', value: 85, unit: 'mm[Hg]' },
        ],
      }),
    );
    expect(readings.map(({ code }) => code)).toEqual(['systolic-pressure']);
    expect(faults).toMatchObject([{ code: 'inconsistent-pressure', path: 'readings.0.value' }]);
  });

  it('may have two answers of the same time, and one code at two times', () => {
    const { faults } = usable(
      message({
        readings: [
          { code: 'questionnaire-answer', value: 'slept well' },
          { code: 'questionnaire-answer', value: 'not hungry' },
          { code: 'pulse-rate', value: 96, unit: '/min' },
          { code: 'pulse-rate', value: 97, unit: '/min', takenAt: '2026-11-21T08:29:00Z' },
        ],
      }),
    );
    expect(faults).toEqual([]);
  });

  it('has the same digest however it is spaced or its time is written, and another for other content', () => {
    const { digest } = usable(message());
    expect(digest).toMatch(/^[0-9a-f]{32}$/);
    expect(usable(JSON.stringify(message(), null, 2)).digest).toBe(digest);
    expect(usable(message({ takenAt: '2026-11-21T09:30:00+01:00' })).digest).toBe(digest);
    expect(usable(message({ source: 'device' })).digest).toBe(digest);
    expect(usable(message({ source: 'patient' })).digest).not.toBe(digest);
    expect(usable(message({ takenAt: '2026-11-21T08:30:01Z' })).digest).not.toBe(digest);
  });

  it('nested without end is refused, and does not bring the decoder down', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = JSON.stringify(message()).replace('"readings":[', `"readings":[${deep},`);
    expect(decode(body)).toMatchObject({ ok: false, messageId: message().messageId, reasons: [{ path: 'readings' }] });
  });
});

describe('Whatever the bytes', () => {
  const reading = fc.record(
    {
      code: fc.oneof(
        fc.constantFrom('pulse-rate', 'temperature', 'systolic-pressure', 'diastolic-pressure', 'consciousness'),
        fc.string(),
      ),
      value: fc.oneof(fc.double(), fc.integer({ min: 20, max: 250 }), fc.string(), fc.boolean(), fc.constant(null)),
      unit: fc.oneof(fc.constantFrom('/min', 'Cel', '[degF]', 'mm[Hg]'), fc.string()),
      takenAt: fc.oneof(
        fc
          .date({ noInvalidDate: true, min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z') })
          .map((date) => date.toISOString()),
        fc.string(),
      ),
      quality: fc.oneof(fc.object(), fc.record({ motion: fc.double() })),
    },
    { requiredKeys: [] },
  );

  it('the decoder never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        decodeObservations('observations', Buffer.from(bytes), { limits, receivedAt });
        decodeStatus(Buffer.from(bytes), limits);
      }),
    );
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (json) => {
        decodeObservations('observations', Buffer.from(json), { limits, receivedAt });
        decodeStatus(Buffer.from(json), limits);
      }),
    );
  });

  it('a good set keeps all of its readings, whatever stands in any optional member', () => {
    const good = [
      { code: 'respiration-rate', value: 40, unit: '/min' },
      { code: 'oxygen-saturation', value: 80, unit: '%' },
      { code: 'supplemental-oxygen', value: false },
      { code: 'systolic-pressure', value: 85, unit: 'mm[Hg]' },
      { code: 'pulse-rate', value: 140, unit: '/min' },
      { code: 'consciousness', value: 'U' },
      { code: 'temperature', value: 39.5, unit: 'Cel' },
    ];
    const garbage = fc.oneof(
      fc.constantFrom(null, '', 'now', -1, [], {}, 'nan'),
      fc.anything({ maxDepth: 2, withNullPrototype: false }),
    );
    const quality = fc.oneof(
      garbage,
      fc.record({ perfusionIndex: garbage, motion: garbage, signalStrength: garbage }, { requiredKeys: [] }),
    );
    const members = fc.record({ takenAt: garbage, quality, extra: garbage, unit: garbage }, { requiredKeys: [] });
    // A number and a date out of the ordinary are what they say; here is meant what says nothing.
    const isNoTime = ({ takenAt }: { readonly takenAt?: unknown }): boolean =>
      typeof takenAt !== 'string' || Number.isNaN(Date.parse(takenAt));
    fc.assert(
      fc.property(fc.array(members.filter(isNoTime), { minLength: 7, maxLength: 7 }), garbage, (bad, source) => {
        const readings = good.map((reading, index) => ({ ...bad[index], ...reading }));
        const sent = JSON.stringify(message({ readings, source }), (_key, value: unknown) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        const decoded = usable(sent);
        expect(decoded.faults).toEqual([]);
        expect(decoded.readings.map(({ code, value }) => [code, value])).toEqual(
          good.map(({ code, value }) => [code, value]),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('every reading ends in exactly one place', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(reading, fc.anything()), { minLength: 1, maxLength: 20 }), (given) => {
        // What JSON can carry of them.
        const readings = JSON.parse(
          JSON.stringify(given, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
        ) as unknown[];
        const decoded = usable(message({ readings }));
        const positions = [
          ...decoded.readings.map(({ index }) => index),
          ...decoded.faults.map(({ path }) => (path === 'takenAt' ? -1 : Number(path.split('.')[1]))),
        ];
        expect(positions.toSorted((a, b) => a - b)).toEqual(readings.map((_reading, index) => index));
      }),
      { numRuns: 500 },
    );
  });
});

describe('A payload', () => {
  it('that is larger than a message can be is not looked into', () => {
    const payload = Buffer.alloc(limits.maxPayloadBytes + 1, ' ');
    const decoded = decodeObservations('observations', payload, { limits, receivedAt });
    expect(decoded).toMatchObject({ ok: false, messageId: null, reasons: [{ code: 'payload-too-large', path: '' }] });
    expect(decodeStatus(payload, limits)).toMatchObject({ ok: false, reasons: [{ code: 'payload-too-large' }] });
  });

  it.each(['fhir', 'senml'] as const)('on the channel %s is quarantined until that format is read', (channel) => {
    const decoded = decodeObservations(channel, Buffer.from('{}'), { limits, receivedAt });
    expect(decoded).toMatchObject({ ok: false, reasons: [{ code: 'unsupported-format' }] });
  });
});
