import { chunked } from '#libs/fixtures';
import fc from 'fast-check';
import { generate, parser as newParser, type Packet } from 'mqtt-packet';
import { PublishShortener } from './publish-shortener.ts';

/** What mqtt-packet reads from the bytes: a reader that is not ours. */
function packetsOf(bytes: readonly Buffer[]): readonly Packet[] {
  const packets: Packet[] = [];
  const parser = newParser();
  parser.on('packet', (packet) => packets.push(packet));
  parser.on('error', (error) => {
    throw error;
  });
  for (const chunk of bytes) parser.parse(chunk);
  return packets;
}

const publish = (bytes: number, messageId: number): Buffer =>
  generate({
    cmd: 'publish',
    topic: 'a/b',
    payload: Buffer.alloc(bytes, 'x'),
    qos: 1,
    messageId,
    dup: false,
    retain: false,
  });
const ping = generate({ cmd: 'pingreq' });

const maxBytes = 300;
/** Topic, its length and the identifier. */
const besidePayload = 7;

describe('A PUBLISH beyond the limit', () => {
  it('is read past to its end, cut to the limit, and what comes behind it is read as ever', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('ping' as const), fc.integer({ min: 0, max: 3000 })), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }),
        (contents, sizes) => {
          const stream = Buffer.concat(contents.map((one, index) => (one === 'ping' ? ping : publish(one, index + 1))));
          const shortener = new PublishShortener(maxBytes);
          const read = packetsOf(chunked(stream, sizes).map((chunk) => shortener.take(chunk)));
          expect(
            read.map((packet) => (packet.cmd === 'publish' ? [packet.messageId, packet.payload.length] : packet.cmd)),
          ).toEqual(
            contents.map((one, index) =>
              one === 'ping' ? 'pingreq' : [index + 1, Math.min(one, maxBytes - besidePayload)],
            ),
          );
        },
      ),
    );
  });

  it('leaves a stream without any as it is, byte for byte', () => {
    const shortener = new PublishShortener(maxBytes);
    const stream = Buffer.concat([ping, publish(maxBytes - besidePayload, 1), ping]);
    expect(Buffer.concat(chunked(stream, [1, 2, 50]).map((chunk) => shortener.take(chunk)))).toEqual(stream);
  });

  it('leaves what is no MQTT for the parser to refuse', () => {
    const shortener = new PublishShortener(maxBytes);
    const nonsense = Buffer.alloc(50, 0xff);
    expect(shortener.take(nonsense)).toEqual(nonsense);
  });
});
