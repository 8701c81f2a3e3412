/** The beginning of a PUBLISH, before the rest of it has been read. */
export interface PublishBeginning {
  readonly topic: string;
  /** By which it is acknowledged; undefined at QoS 0. */
  readonly packetId: number | undefined;
  readonly payloadBytes: number;
  /** The first bytes of the payload. */
  readonly beginning: Buffer;
}

/** A packet that begins where the bytes do. */
interface PacketBeginning {
  /** With its header; infinite where there is none, which is for the parser to refuse. */
  readonly bytes: number;
  /** Undefined for any other packet, and where nothing can be said of it. */
  readonly publish: PublishBeginning | undefined;
}

const publishType = 3;
/** A length and a property length are written in four bytes at most: MQTT 5, section 1.5.5. */
const longestInteger = 4;
const longestTopic = 1024;
const beginningBytes = 64;

/** A variable byte integer and where it ends; undefined while it is not complete, null where it is none. */
function integerAt(bytes: Buffer, from: number): { readonly value: number; readonly end: number } | undefined | null {
  let value = 0;
  for (let index = 0; index < longestInteger; index += 1) {
    const byte = bytes[from + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 0x80 ** index;
    if ((byte & 0x80) === 0) return { value, end: from + index + 1 };
  }
  return null;
}

/** Undefined while too little of the packet is there. */
function packetAt(bytes: Buffer, from: number, protocolVersion: 4 | 5): PacketBeginning | undefined {
  const first = bytes[from];
  const length = integerAt(bytes, from + 1);
  if (first === undefined || length === undefined) return undefined;
  if (length === null) return { bytes: Number.POSITIVE_INFINITY, publish: undefined };
  const end = length.end + length.value;
  const whole = { bytes: end - from, publish: undefined };
  if (first >> 4 !== publishType || length.value < 2) return whole;
  if (bytes.length < length.end + 2) return undefined;
  const topicFrom = length.end + 2;
  const topicEnd = topicFrom + bytes.readUInt16BE(length.end);
  const hasId = ((first >> 1) & 3) > 0;
  const idEnd = topicEnd + (hasId ? 2 : 0);
  if (topicEnd - topicFrom > longestTopic || idEnd > end) return whole;
  if (bytes.length < idEnd) return undefined;
  const properties = protocolVersion === 5 ? integerAt(bytes, idEnd) : { value: 0, end: idEnd };
  if (properties === undefined && bytes.length < end) return undefined;
  const payloadFrom = properties === undefined || properties === null ? Infinity : properties.end + properties.value;
  if (payloadFrom > end) return whole;
  const seenUntil = Math.min(end, payloadFrom + beginningBytes);
  if (bytes.length < seenUntil) return undefined;
  return {
    ...whole,
    publish: {
      topic: bytes.toString('utf8', topicFrom, topicEnd),
      packetId: hasId ? bytes.readUInt16BE(topicEnd) : undefined,
      payloadBytes: end - payloadFrom,
      beginning: bytes.subarray(payloadFrom, seenUntil),
    },
  };
}

/**
 * Takes PUBLISH packets out of the stream of bytes by their beginning, without keeping any of the rest. Everything else
 * passes unchanged.
 */
export class PublishFilter {
  readonly #protocolVersion: 4 | 5;
  readonly #takesOut: (publish: PublishBeginning) => boolean;
  /** The beginning of a packet that is not complete enough to be looked at. */
  #held = Buffer.alloc(0);
  /** Bytes of a packet that are still to be handed on, or to be read past. */
  #passing = 0;
  #skipping = 0;

  /** @param takesOut is asked once for each PUBLISH, before anything of it is handed on. */
  constructor(protocolVersion: 4 | 5, takesOut: (publish: PublishBeginning) => boolean) {
    this.#protocolVersion = protocolVersion;
    this.#takesOut = takesOut;
  }

  /** What is to be handed on of the next bytes of the stream; empty where that is nothing. */
  take(chunk: Buffer): Buffer {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    const pieces: Buffer[] = [];
    /** From where on what has been read is to be handed on. */
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#passing === 0 && this.#skipping === 0 && !this.#beginPacket(bytes, at)) {
        // Copied: what is held keeps no more than itself in memory.
        this.#held = Buffer.from(bytes.subarray(at));
        break;
      }
      const passed = Math.min(this.#passing, bytes.length - at);
      this.#passing -= passed;
      at += passed;
      const skipped = Math.min(this.#skipping, bytes.length - at);
      if (skipped === 0) continue;
      if (at > from) pieces.push(bytes.subarray(from, at));
      this.#skipping -= skipped;
      at += skipped;
      from = at;
    }
    if (at > from) pieces.push(bytes.subarray(from, at));
    const [first] = pieces;
    return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
  }

  /** @returns whether enough of the packet is there to say what becomes of it. */
  #beginPacket(bytes: Buffer, at: number): boolean {
    const packet = packetAt(bytes, at, this.#protocolVersion);
    if (packet === undefined) return false;
    if (packet.publish !== undefined && this.#takesOut(packet.publish)) this.#skipping = packet.bytes;
    else this.#passing = packet.bytes;
    return true;
  }
}
