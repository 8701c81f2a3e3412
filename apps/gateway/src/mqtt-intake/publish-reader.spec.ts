import { chunked } from '#libs/fixtures';
import fc from 'fast-check';
import { generate, type IPublishPacket, parser as newParser, type Packet } from 'mqtt-packet';
import { type PublishBeginning, type PublishFate, PublishReader } from './publish-reader.ts';

/** What mqtt-packet reads from the bytes: a reader that is not ours. */
function packetsOf(chunks: readonly Buffer[], protocolVersion: 4 | 5): readonly Packet[] {
  const packets: Packet[] = [];
  const parser = newParser({ protocolVersion });
  parser.on('packet', (packet) => packets.push(packet));
  parser.on('error', (error) => {
    throw error;
  });
  for (const chunk of chunks) parser.parse(chunk);
  return packets;
}

const publishes = fc.record({
  topic: fc.stringMatching(/^[a-z/]{1,40}$/),
  payload: fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ minLength: 500, maxLength: 3000 })),
  qos: fc.constantFrom(0 as const, 1 as const),
  properties: fc.constantFrom({}, { userProperties: { of: 'v'.repeat(200) } }),
});
const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
/** By chance, and as good as any other: by what the payload begins with. */
const fates = ['handed-on', 'read-past', 'taken'] as const;
const fateOf = (payload: Uint8Array): PublishFate => fates[(payload[0] ?? 0) % fates.length] ?? 'handed-on';
const withoutTaking = (fate: PublishFate) => ({ fateOf: () => fate, onTaken: () => undefined });

describe('A PUBLISH that is read before the client, or read past by its beginning', () => {
  it.each([4, 5] as const)(
    'is taken out of the stream, and all others are read as ever, wherever the stream is cut (protocol version %i)',
    (version) => {
      fc.assert(
        fc.property(fc.array(fc.option(publishes), { maxLength: 12 }), sizes, (contents, cuts) => {
          const sent = contents.map((one, index): Packet => {
            if (one === null) return { cmd: 'pingresp' };
            const { topic, qos, properties } = one;
            const id = qos === 0 ? {} : { messageId: index + 1 };
            const payload = Buffer.from(one.payload);
            return {
              cmd: 'publish',
              ...{ topic, qos, payload, dup: false, retain: false },
              ...(version === 5 && { properties }),
              ...id,
            };
          });
          const stream = Buffer.concat(sent.map((packet) => generate(packet, { protocolVersion: version })));
          const asked: PublishBeginning[] = [];
          const taken: unknown[] = [];
          const reader = new PublishReader({
            protocolVersion: version,
            fateOf: (publish) => {
              asked.push({ ...publish, beginning: Buffer.from(publish.beginning) });
              return fateOf(publish.beginning);
            },
            onTaken: ({ packetId, topic }, payload) => taken.push([packetId, topic, payload]),
          });
          const read = packetsOf(
            chunked(stream, cuts).map((chunk) => reader.take(chunk)),
            version,
          );

          const ofFate = (fate: PublishFate) =>
            sent.filter((packet) => packet.cmd === 'publish' && fateOf(payloadOf(packet)) === fate);
          const passed = ofFate('handed-on');
          const wanted = sent.filter((packet) => packet.cmd !== 'publish' || passed.includes(packet));
          expect(read.map(summary)).toEqual(wanted.map(summary));
          expect(taken).toEqual(ofFate('taken').map(summary));
          expect(asked).toEqual(
            sent.flatMap((packet) => {
              if (packet.cmd !== 'publish') return [];
              const payload = payloadOf(packet);
              const { topic, qos, messageId: packetId } = packet;
              return [{ topic, qos, packetId, payloadBytes: payload.length, beginning: payload.subarray(0, 64) }];
            }),
          );
        }),
      );
    },
  );

  it('leaves what is no MQTT for the parser to refuse', () => {
    const reader = new PublishReader({ protocolVersion: 5, ...withoutTaking('read-past') });
    const nonsense = Buffer.alloc(50, 0xff);
    expect(reader.take(nonsense)).toEqual(nonsense);
    expect(reader.take(nonsense)).toEqual(nonsense);
  });

  it('is not asked about where its own lengths contradict each other', () => {
    const reader = new PublishReader({ protocolVersion: 4, ...withoutTaking('taken') });
    // A topic of 100 bytes in a packet of 5.
    const contradictory = Buffer.from([0x30, 5, 0, 100, 1, 2, 3]);
    expect(reader.take(contradictory)).toEqual(contradictory);
  });
});

const payloadOf = ({ payload }: IPublishPacket): Buffer => Buffer.from(payload);
const summary = (packet: Packet) =>
  packet.cmd === 'publish' ? [packet.messageId, packet.topic, payloadOf(packet)] : packet.cmd;
