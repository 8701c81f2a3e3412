import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { eventFromLog, GatewayId, instant, ObservationSetRecorded, PatientId, Receipt } from '#libs/contracts';
import type { Arrival } from './arrival.ts';
import { readArrival } from './arrival-content.ts';
import { decideArrival } from './arrival-decision.ts';
import type { DeviceFacts, MessageFacts } from './message-decision.ts';
import { outgoingEvents } from './outgoing-events.ts';

const receivedAt = instant(Date.parse('2026-11-21T08:31:00Z'));
const limits = { maxPayloadBytes: 262_144, aheadMs: 120_000, oldestMs: 30 * 86_400_000 };
const gatewayId = GatewayId.parse('gw-1');
const ada = PatientId.parse('7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a10');
const ben = PatientId.parse('8c1f6f0e-1a54-4b52-8f3e-0d6f0b6f9a11');
const takenAt = instant(Date.parse('2026-11-21T08:30:00Z'));
const handover = '2026-11-21T08:15:00.000Z';

/** Ada had it until a quarter past eight, Ben since. */
const device: DeviceFacts = {
  gatewayId,
  kind: 'wearable',
  clockCorrection: null,
  holderAt: (at) => (at < handover ? ada : ben),
};
const facts = (over: Partial<MessageFacts> = {}): MessageFacts => ({
  gatewayAdmitted: true,
  device,
  seen: [],
  latenessHours: () => 24,
  ...over,
});

const body = (over: object = {}) => ({
  messageId: 'm-1',
  takenAt: '2026-11-21T08:30:00Z',
  readings: [
    { code: 'pulse-rate', value: 96, unit: '/min' },
    { code: 'temperature', value: 38.1, unit: 'Cel' },
  ],
  ...over,
});

function arrivalOf(given: unknown, over: Partial<Arrival> = {}): Arrival {
  const payload = Buffer.isBuffer(given)
    ? given
    : Buffer.from(typeof given === 'string' ? given : JSON.stringify(given));
  const arrivedBy = 'homeward/v1/gateways/gw-1/devices/dev-1/observations';
  return { gatewayId, deviceId: 'dev-1', channel: 'observations', arrivedBy, payload, receivedAt, ...over };
}

const decide = (arrival: Arrival, known: MessageFacts) => decideArrival(arrival, readArrival(arrival, limits), known);
const digestOf = (given: unknown) => {
  const content = readArrival(arrivalOf(given), limits);
  return content.kind === 'observations' ? content.message.digest : '';
};

describe('What becomes of a message', () => {
  it('that is good: one set for the patient, the id is used up, the receipt says accepted', () => {
    const outcome = decide(arrivalOf(body()), facts());
    expect(outcome.sets).toHaveLength(1);
    expect(outcome.sets[0]).toMatchObject({ patientId: ben, messageId: 'm-1', deviceId: 'dev-1', receivedAt });
    expect(outcome.taken).toEqual({ deviceId: 'dev-1', messageId: 'm-1', digest: digestOf(body()), takenAt });
    expect(outcome.receipt).toEqual({ messageId: 'm-1', deviceId: 'dev-1', outcome: 'accepted', reasons: [] });
    expect(outcome.quarantined).toBeUndefined();
  });

  it('whose readings were taken by two holders of the device: a set for each', () => {
    const [first, second] = body().readings;
    const outcome = decide(
      arrivalOf(body({ readings: [{ ...first, takenAt: '2026-11-21T08:00:00Z' }, second] })),
      facts(),
    );
    expect(
      outcome.sets.map(({ patientId, observations }) => [patientId, observations.map(({ code }) => code)]),
    ).toEqual([
      [ada, ['pulse-rate']],
      [ben, ['temperature']],
    ]);
    expect(new Set(outcome.sets.map(({ id }) => id)).size).toBe(2);
  });

  it('that comes again: nothing is published, the receipt says duplicate', () => {
    const outcome = decide(arrivalOf(body()), facts({ seen: [{ digest: digestOf(body()), takenAt }] }));
    expect(outcome).toMatchObject({
      sets: [],
      quarantined: undefined,
      taken: undefined,
      receipt: { outcome: 'duplicate' },
    });
  });

  it.each<[string, unknown, Partial<MessageFacts>, string, boolean]>([
    ['of a gateway that may not come in', body(), { gatewayAdmitted: false }, 'gateway-not-admitted', true],
    ['of a device that is not registered', body(), { device: undefined }, 'unknown-device', true],
    [
      "of another gateway's device",
      body(),
      { device: { ...device, gatewayId: GatewayId.parse('gw-2') } },
      'foreign-device',
      false,
    ],
    [
      'from before the device was issued',
      body(),
      { device: { ...device, holderAt: () => undefined } },
      'device-not-issued',
      true,
    ],
    [
      'with an id used for something else',
      body(),
      { seen: [{ digest: 'other', takenAt }] },
      'message-id-reused',
      false,
    ],
    ['of which every reading is bad', body({ readings: [{ code: 'mood', value: 1 }] }), {}, 'unknown-code', false],
    ['that is no JSON', '{', {}, 'malformed-json', false],
  ])('%s: it is quarantined', (_what, given, known, code, mayPass) => {
    const outcome = decide(arrivalOf(given), facts(known));
    expect(outcome).toMatchObject({ sets: [], taken: undefined, mayPass });
    expect(outcome.receipt?.outcome).toBe('quarantined');
    expect(outcome.receipt?.reasons[0]?.code).toBe(code);
    expect(outcome.quarantined?.reasons).toEqual(outcome.receipt?.reasons);
  });

  it('that comes again once the volume of the day is used up: a duplicate, since it was taken', () => {
    const taken = { digest: digestOf(body()), takenAt };
    const outcome = decide(arrivalOf(body()), facts({ seen: [taken], volumeUsedUp: 'three a day' }));
    expect(outcome).toMatchObject({ receipt: { outcome: 'duplicate' }, quarantined: undefined });
  });

  it('that comes once the volume of the day is used up: refused with its id, and kept once a day for each device', () => {
    const used = facts({ volumeUsedUp: 'three a day' });
    const outcome = decide(arrivalOf(body()), used);
    expect(outcome).toMatchObject({
      sets: [],
      taken: undefined,
      isRefusedByVolume: true,
      receipt: { messageId: 'm-1', outcome: 'quarantined', reasons: [{ code: 'gateway-volume-used-up' }] },
      quarantined: { deviceId: 'dev-1', payload: '', payloadBytes: 0 },
    });
    const next = decide(arrivalOf(body({ messageId: 'm-2' })), used);
    expect(next.quarantined?.id).toBe(outcome.quarantined?.id);
    const madeUp = decide(arrivalOf(body(), { deviceId: 'dev-x' }), facts({ ...used, device: undefined }));
    expect([madeUp.receipt?.outcome, madeUp.quarantined]).toEqual(['quarantined', undefined]);
  });

  it('that is junk: a short beginning, its length and its hash are kept, whatever it calls itself', () => {
    const junk = 'x'.repeat(16_000);
    const outcome = decide(arrivalOf(junk, { arrivedBy: 'y'.repeat(60_000), deviceId: 'z'.repeat(60_000) }), facts());
    expect(outcome.quarantined).toMatchObject({
      payload: 'x'.repeat(2048),
      payloadBytes: 16_000,
      payloadSha256: createHash('sha256').update(junk).digest('hex'),
    });
    expect(JSON.stringify(outcome.quarantined).length).toBeLessThan(8000);
  });

  it('that a clinician may release a reading of: all of it is kept', () => {
    const [pulse] = body().readings;
    const sent = body({ readings: [{ ...pulse, value: 900 }], remark: 'x'.repeat(5000) });
    const outcome = decide(arrivalOf(sent), facts());
    expect(outcome.quarantined).toMatchObject({ payload: JSON.stringify(sent), patientId: ben });
    expect(outcome.quarantined).not.toHaveProperty('payloadSha256');
  });

  it('under an id that the device used for another time: it was reset, and everything of it counts', () => {
    const before = { digest: 'other', takenAt: instant(Date.parse('2026-11-20T08:30:00Z')) };
    const first = decide(arrivalOf(body()), facts());
    const outcome = decide(arrivalOf(body()), facts({ seen: [before] }));
    expect(outcome).toMatchObject({
      isRestarted: true,
      taken: { messageId: 'm-1', takenAt },
      quarantined: undefined,
      receipt: { outcome: 'accepted', reasons: [], notes: [{ code: 'message-id-restarted', path: 'messageId' }] },
    });
    expect(outcome.sets[0]?.observations).toHaveLength(2);
    const ids = [first, outcome].flatMap(({ sets }) =>
      sets.flatMap((set) => [set.id, ...set.observations.map(({ id }) => id)]),
    );
    expect(new Set(ids).size).toBe(ids.length);
    const seen = [before, { digest: digestOf(body()), takenAt }];
    expect(decide(arrivalOf(body()), facts({ seen })).receipt?.outcome).toBe('duplicate');
  });

  it('with a null or bad optional member: the reading counts, and the receipt notes what was left out', () => {
    const readings = [{ ...body().readings[0], takenAt: null, quality: { perfusionIndex: -1 } }];
    const { receipt, sets } = decide(arrivalOf(body({ readings, source: null })), facts());
    expect(sets[0]?.observations).toEqual([
      { id: expect.any(String), code: 'pulse-rate', value: 96, unit: '/min', takenAt },
    ]);
    expect(receipt).toMatchObject({ outcome: 'accepted', reasons: [] });
    expect(receipt?.notes?.map(({ path }) => path)).toEqual([
      'source',
      'readings.0.takenAt',
      'readings.0.quality.perfusionIndex',
    ]);
  });

  it('of extremes alone: it is quarantined, and what they make doubtful is published for the patient', () => {
    const readings = [
      { code: 'respiration-rate', value: 0, unit: '/min' },
      { code: 'pulse-rate', value: 0, unit: '/min' },
      { code: 'oxygen-saturation', value: 30, unit: '%' },
      { code: 'consciousness', value: 'unresponsive' },
      { code: 'oxygen-saturation', value: 140, unit: '%', takenAt: '2026-11-21T08:29:00Z' },
    ];
    const outcome = decide(arrivalOf(body({ readings })), facts());
    expect(outcome).toMatchObject({
      taken: undefined,
      receipt: { outcome: 'quarantined' },
      quarantined: { patientId: ben },
    });
    expect(outcome.sets).toHaveLength(1);
    expect(outcome.sets[0]).toMatchObject({ patientId: ben, observations: [] });
    expect(outcome.sets[0]?.doubts).toEqual([
      { code: 'respiration-rate', takenAt, because: 'extreme', found: '0 /min' },
      { code: 'pulse-rate', takenAt, because: 'extreme', found: '0 /min' },
      { code: 'oxygen-saturation', takenAt, because: 'extreme', found: '30 %' },
      { code: 'consciousness', takenAt, because: 'unreadable', found: '“unresponsive”' },
    ]);
    expect(ObservationSetRecorded.parse(outcome.sets[0])).toEqual(outcome.sets[0]);
    const good = decide(arrivalOf(body()), facts());
    expect(good.sets[0]?.id).not.toBe(outcome.sets[0]?.id);
  });

  it('of a doubt too late for the plan: it says nothing of the patient any more', () => {
    const readings = [{ code: 'pulse-rate', value: 0, unit: '/min', takenAt: '2026-11-21T02:30:00Z' }];
    const known = { device: { ...device, holderAt: () => ada }, latenessHours: () => 6 };
    expect(decide(arrivalOf(body({ readings })), facts(known)).sets).toEqual([]);
  });

  it('with sentinels of the device: they are quarantined as that, even where a person could have the value', () => {
    const readings = [
      { code: 'oxygen-saturation', value: 127, unit: '%' },
      { code: 'pulse-rate', value: 255, unit: '/min' },
      { code: 'temperature', value: 37, unit: 'Cel' },
    ];
    const { sets, receipt, quarantined } = decide(arrivalOf(body({ readings })), facts());
    expect(sets[0]?.observations.map(({ code }) => code)).toEqual(['temperature']);
    expect(sets[0]?.doubts?.map(({ code, because }) => [code, because])).toEqual([
      ['oxygen-saturation', 'sentinel'],
      ['pulse-rate', 'sentinel'],
    ]);
    expect(receipt?.outcome).toBe('accepted');
    expect(quarantined?.reasons.map(({ code, path }) => [code, path]).toSorted()).toEqual([
      ['device-sentinel', 'readings.0.value'],
      ['device-sentinel', 'readings.1.value'],
    ]);
  });

  it('with one bad reading: the rest is accepted, and the receipt names what was quarantined', () => {
    const readings = [...body().readings, { code: 'oxygen-saturation', value: 12, unit: '%' }];
    const outcome = decide(arrivalOf(body({ readings })), facts());
    expect(outcome.sets[0]?.observations).toHaveLength(2);
    expect(outcome.receipt).toMatchObject({ outcome: 'accepted', reasons: [{ path: 'readings.2.value' }] });
    expect(outcome.quarantined).toMatchObject({ patientId: ben, messageId: 'm-1' });
  });

  it('with readings that came too late for the plan: they are accepted, marked, and named in the receipt', () => {
    const late = { code: 'pulse-rate', value: 90, unit: '/min', takenAt: '2026-11-21T02:30:59.999Z' };
    const justInTime = { ...late, takenAt: '2026-11-21T02:31:00Z' };
    const message = arrivalOf(body({ readings: [...body().readings, late, justInTime] }));
    const everAdas = { device: { ...device, holderAt: () => ada } };
    const latenessHours = (patientId: PatientId) => (patientId === ada ? 6 : 24);
    const { receipt, sets, quarantined } = decide(message, facts({ ...everAdas, latenessHours }));
    expect(quarantined).toBeUndefined();
    expect(sets[0]?.observations.map(({ tooLateToScore }) => tooLateToScore)).toEqual([
      undefined,
      undefined,
      true,
      undefined,
    ]);
    expect(receipt).toMatchObject({
      outcome: 'accepted',
      reasons: [
        {
          code: 'too-late-to-score',
          path: 'readings.2',
          message:
            'Found 2026-11-21T02:30:59.999Z; expected 2026-11-21T02:31:00.000Z or later for a reading that is scored.',
        },
      ],
    });
  });

  it("on another gateway's topic: quarantined under its sender, without the patient", () => {
    const arrivedBy = 'homeward/v1/gateways/gw-2/devices/dev-1/observations';
    const outcome = decide(
      arrivalOf(body(), { channel: 'foreign', arrivedBy }),
      facts({ device: { ...device, gatewayId: GatewayId.parse('gw-2') } }),
    );
    expect(outcome.quarantined).toMatchObject({ gatewayId, arrivedBy, reasons: [{ code: 'topic-not-allowed' }] });
    expect(outcome.quarantined?.patientId).toBeUndefined();
    expect(outcome.sets).toEqual([]);
  });

  it('about the device itself: its status goes out, and nothing comes back', () => {
    const outcome = decide(arrivalOf({ online: false }, { channel: 'status' }), facts());
    expect(outcome.status).toEqual({ deviceId: 'dev-1', gatewayId, online: false, receivedAt });
    expect(outcome.receipt).toBeUndefined();
    const refused = decide(arrivalOf({ online: false }, { channel: 'status' }), facts({ device: undefined }));
    expect(refused).toMatchObject({ status: undefined, mayPass: true, receipt: { outcome: 'quarantined' } });
  });

  it('follows from the message alone, so that a repeat after a crash says the same under the same ids', () => {
    const later = { receivedAt: instant(Date.parse('2026-11-21T08:31:09Z')) };
    const first = decide(arrivalOf(body()), facts());
    const again = decide(arrivalOf(body(), later), facts());
    expect(again.sets[0]).toEqual({ ...first.sets[0], receivedAt: later.receivedAt });
    const kept = decide(arrivalOf('{'), facts()).quarantined;
    expect(decide(arrivalOf('{', later), facts()).quarantined?.id).toBe(kept?.id);
  });

  it('is always something that its readers can read, whatever came in', () => {
    const channel = fc.constantFrom('observations', 'status', 'fhir', 'senml', 'foreign');
    const anyBody = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.json(),
      fc
        .record({
          messageId: fc.string({ unit: 'binary' }),
          takenAt: fc.constant(body().takenAt),
          readings: fc.array(fc.anything()),
        })
        .map((it) => JSON.stringify(it, (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value))),
      fc.constant(body()),
      fc.record({ online: fc.boolean() }),
    );
    const anyName = fc.oneof(fc.constant('dev-1'), fc.string({ unit: 'binary' }));
    const read = new Set<string>();
    fc.assert(
      fc.property(anyBody, channel, anyName, (given, by, name) => {
        const outcome = decide(arrivalOf(given, { channel: by, deviceId: name, arrivedBy: name }), facts());
        for (const { topic, key, value } of outgoingEvents(outcome)) {
          expect(key).not.toBe('');
          const unfit: unknown[] = [];
          JSON.parse(value, (_key, part: unknown) => {
            // What databases refuse to keep.
            if (typeof part === 'string' && (part.includes('\u{0}') || !part.isWellFormed())) unfit.push(part);
            return part;
          });
          expect(unfit).toEqual([]);
          eventFromLog(topic, { key, value });
          read.add(topic);
        }
        if (outcome.receipt !== undefined) Receipt.parse(outcome.receipt);
      }),
      { numRuns: 500 },
    );
    expect([...read].toSorted()).toEqual(['device-status', 'observations', 'quarantine']);
  });
});
