import type { Client } from 'aedes';
import { PublishShortener } from './publish-shortener.ts';

/** The part of mqtt-packet's parser that reads a packet's announced length, before any of its body is kept. */
interface PacketParser {
  readonly packet: { readonly length: number };
  parse(bytes: Buffer): number;
  _parseLength(): boolean;
  emit(event: 'error', error: Error): boolean;
}

/**
 * No packet takes more than `maxBytes` of memory. A longer PUBLISH is read past: what is handed on is its beginning, as a
 * PUBLISH of `maxBytes`, so that it can be acknowledged and set aside instead of being sent again for ever. Any other
 * packet of that length closes the connection as soon as it is announced.
 *
 * aedes 1.2 offers no such option, and without one its parser collects up to 256 MiB a packet in memory: hence this hold
 * on its parser, which `embedded-broker.int-spec.ts` would notice if it broke.
 */
export function limitPacketBytes(client: Client, maxBytes: number): void {
  // Not in aedes's types.
  const parser = (client as unknown as { readonly _parser: PacketParser })._parser;
  const shortener = new PublishShortener(maxBytes);
  const parse = parser.parse.bind(parser);
  parser.parse = (bytes) => parse(shortener.take(bytes));
  const readLength = parser._parseLength.bind(parser);
  parser._parseLength = () => {
    const known = readLength();
    if (!known || parser.packet.length <= maxBytes) return known;
    parser.emit(
      'error',
      new Error(`packet of ${String(parser.packet.length)} bytes; at most ${String(maxBytes)} are taken`),
    );
    return false;
  };
}
