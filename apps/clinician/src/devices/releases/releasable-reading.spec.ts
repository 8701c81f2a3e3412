import {
  type DeviceId,
  EventId,
  GatewayId,
  instant,
  MessageId,
  observationId,
  ObservationSetRecorded,
  PatientId,
  type Person,
  type Quarantined,
} from '#libs/contracts';
import { type QuarantinedWithHoldings, releasableAt, releasableOf, releasedSet } from './releasable-reading.ts';

const at = (time: string) => instant(Date.parse(`2026-11-22T${time}:00Z`));
const deviceId = 'watch-1' as DeviceId;
const messageId = MessageId.parse('m-1');
const ada = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');
const by: Person = { id: 'person-1', name: 'Grace', role: 'nurse' };

const readings: readonly object[] = [
  { code: 'pulse-rate', value: 88, unit: '/min' },
  { code: 'temperature', value: 116.6, unit: '[degF]', quality: { motion: 0.1 } },
  { code: 'temperature', value: 38, unit: 'K' },
];

function quarantined(over: Partial<Quarantined> = {}, body: object = {}): QuarantinedWithHoldings {
  const payload = JSON.stringify({ messageId, takenAt: '2026-11-22T08:55:00+01:00', readings, ...body });
  const event: Quarantined = {
    id: EventId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'),
    gatewayId: GatewayId.parse('gw-1'),
    deviceId,
    messageId,
    patientId: ada,
    receivedAt: at('08:00'),
    arrivedBy: 'a-topic',
    reasons: [
      { code: 'implausible-value', path: 'readings.1.value', message: 'Found 116.6 [degF].' },
      { code: 'wrong-unit', path: 'readings.2.unit', message: 'Found the unit "K".' },
    ],
    payload,
    payloadBytes: payload.length,
    ...over,
  };
  return { event, holdings: [{ patientId: ada, from: at('07:00'), until: null }] };
}

function whyNot(message: QuarantinedWithHoldings, path = 'readings.1'): string {
  const found = releasableAt(message, path);
  return found.ok ? 'it can be' : found.why;
}

describe('A reading in quarantine', () => {
  it('may be released where its value alone was in doubt, in its canonical unit', () => {
    expect(releasableOf(quarantined())).toEqual([
      { path: 'readings.1', code: 'temperature', value: expect.closeTo(47), unit: 'Cel' },
    ]);
  });

  it('may be released although something optional of it or its message is null or bad', () => {
    const bad = { ...readings[1], takenAt: null, quality: { motion: 7 } };
    const found = releasableAt(quarantined({}, { source: null, readings: [readings[0], bad] }), 'readings.1');
    expect(found).toMatchObject({ ok: true, takenAt: at('07:55'), quality: undefined, message: { source: 'device' } });
  });

  it('becomes the observation that its message would have made of it, under the name of the clinician who released it', () => {
    const { event } = quarantined();
    const released = releasableAt(quarantined(), 'readings.1');
    if (!released.ok) throw new Error(released.why);
    const set = releasedSet({ event, released, by }, new Date(at('09:00')));
    expect(ObservationSetRecorded.parse(set)).toEqual(set);
    expect(set).toMatchObject({
      messageId,
      deviceId,
      gatewayId: 'gw-1',
      source: 'device',
      receivedAt: at('09:00'),
      releasedBy: { id: 'person-1', name: 'Grace' },
      observations: [
        {
          id: observationId(deviceId, messageId, 1),
          code: 'temperature',
          takenAt: at('07:55'),
          quality: { motion: 0.1 },
        },
      ],
    });
    expect(releasedSet({ event, released, by: { ...by, name: 'Ada' } }, new Date(at('10:00'))).id).toBe(set.id);
  });

  it.each<[claim: string, message: QuarantinedWithHoldings, path: string, why: RegExp]>([
    ['one that counts already', quarantined(), 'readings.0', /not quarantined/],
    ['one in another unit', quarantined(), 'readings.2', /more than its value: Found the unit "K"/],
    ['one that is not there', quarantined(), 'readings.7', /no such reading; expected readings\.0 to readings\.2/],
    ['a part of one', quarantined(), 'readings.1.value', /no such reading/],
    ['a path that is none', quarantined(), '__proto__', /no such reading/],
    ['one of no patient', quarantined({ patientId: undefined }), 'readings.1', /no patient had the device/],
    ['one of a message without an id', quarantined({ messageId: undefined }), 'readings.1', /no id/],
    [
      'one of a message cut off',
      quarantined({ payload: '{"messageId":', payloadBytes: 20_000 }),
      'readings.1',
      /cut off after 13/,
    ],
    ['one of a message that is no JSON', quarantined({ payload: '<xml/>', payloadBytes: 6 }), 'readings.1', /not JSON/],
    [
      'one of a message of another shape',
      quarantined({}, { readings: 7 }),
      'readings.1',
      /shape of an observation set/,
    ],
    [
      'one of a message that was refused as a whole',
      quarantined({ reasons: [{ code: 'message-id-reused', path: 'messageId', message: 'Found it again.' }] }),
      'readings.1',
      /more than its value: Found it again/,
    ],
    [
      'one from a time to come',
      quarantined({}, { takenAt: '2026-11-22T08:06:00Z' }),
      'readings.1',
      /after it was received/,
    ],
    [
      'one taken before the patient had the device',
      quarantined({}, { takenAt: '2026-11-22T06:59:00Z' }),
      'readings.1',
      /did not have the device/,
    ],
  ])('stays there: %s', (_claim, message, path, why) => {
    expect(whyNot(message, path)).toMatch(why);
  });

  it('is one of the patient who had the device when it was taken, and not of the next one', () => {
    const { event } = quarantined();
    const earlier = { event, holdings: [{ patientId: ada, from: at('07:00'), until: at('07:55') }] };
    expect(whyNot(earlier)).toMatch(/did not have the device at 2026-11-22T07:55/);
  });

  it('may be a diastolic that is not below its systolic', () => {
    const pressures = [
      { code: 'systolic-pressure', value: 60, unit: 'mm[Hg]' },
      { code: 'diastolic-pressure', value: 62, unit: 'mm[Hg]' },
    ];
    const reasons: Quarantined['reasons'] = [
      { code: 'inconsistent-pressure', path: 'readings.1.value', message: 'Found 62.' },
    ];
    expect(releasableOf(quarantined({ reasons }, { readings: pressures }))).toEqual([
      { path: 'readings.1', code: 'diastolic-pressure', value: 62, unit: 'mm[Hg]' },
    ]);
  });
});
