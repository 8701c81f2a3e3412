import { aSignal } from '#libs/fixtures';
import { PatientId, StayId } from '../ids.ts';
import { eventFromLog, eventToLog } from './events-on-log.ts';
import { type TopicName, topics } from './topics.ts';

describe('The version of an event on the log', () => {
  const id = 'c2a5b0c4-3c1f-4f6e-9a57-0c9f6a0e6d11';
  const onStay = { patientId: PatientId.parse(id), stayId: StayId.parse(id) };
  const signal = aSignal(onStay, ['low', 'high', new Date('2026-11-29T10:00:00.000Z')]);
  const written = JSON.parse(eventToLog('signals', signal)) as object;
  const read = (json: object) => eventFromLog('signals', { key: id, value: JSON.stringify(json) });

  it('is the first where it says none', () => {
    expect(written).not.toHaveProperty('v');
    expect(read(written)).toEqual(signal);
    expect(read({ ...written, v: 1 })).toEqual(signal);
  });

  it('is refused where it is of a later release', () => {
    const words = 'Found version 2 of an event on signals; this release knows 1 alone.';
    expect(() => read({ ...written, v: 2 })).toThrow(new RangeError(words));
    expect(() => read({ ...written, v: '1' })).toThrow(RangeError);
  });

  // The keys of the record are names of topics.
  it.each(Object.keys(topics) as TopicName[])('is looked at on every topic: %s', (topic) => {
    expect(() => eventFromLog(topic, { key: id, value: '{"v":99}' })).toThrow(/version|"v"/);
  });
});
