import type { Client } from 'aedes';

/** The part of mqtt-packet's parser that reads a packet's announced length, before any of its body is kept. */
interface LengthReader {
  readonly packet: { readonly length: number };
  _parseLength(): boolean;
  emit(event: 'error', error: Error): boolean;
}

/**
 * Closes the connection as soon as a packet announces more than `maxBytes`. aedes 1.2 offers no such option, and
 * without one its parser collects up to 256 MiB a packet in memory: hence this hold on its parser, which
 * `embedded-broker.int-spec.ts` would notice if it broke.
 */
export function limitPacketBytes(client: Client, maxBytes: number): void {
  // Not in aedes's types.
  const parser = (client as unknown as { readonly _parser: LengthReader })._parser;
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
