/** The beginning of a PUBLISH, before the rest of it has been read. */
export interface PublishBeginning {
  readonly topic: string;
  readonly qos: number;
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
  const qos = (first >> 1) & 3;
  const idEnd = topicEnd + (qos > 0 ? 2 : 0);
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
      qos,
      packetId: qos > 0 ? bytes.readUInt16BE(topicEnd) : undefined,
      payloadBytes: end - payloadFrom,
      beginning: bytes.subarray(payloadFrom, seenUntil),
    },
  };
}

/** What becomes of a PUBLISH: the rest of it is read past, or it is read here, or it is handed on. */
export type PublishFate = 'read-past' | 'taken' | 'handed-on';

export interface PublishReaderOptions {
  readonly protocolVersion: 4 | 5;
  /** Is asked once for each PUBLISH, in order, before anything of it is handed on. */
  readonly fateOf: (publish: PublishBeginning) => PublishFate;
  /** Is given what is taken, once all of it is there. The payload is a copy, which keeps no more than itself in memory. */
  readonly onTaken: (publish: PublishBeginning, payload: Buffer) => void;
}

/** A packet that is being taken. */
interface Taking {
  readonly publish: PublishBeginning;
  /** How many bytes are still to come. */
  left: number;
  readonly pieces: Buffer[];
}

/** Takes PUBLISH packets out of the stream of bytes, or reads past them by their beginning. Everything else passes unchanged. */
export class PublishReader {
  readonly #options: PublishReaderOptions;
  /** The beginning of a packet that is not complete enough to be looked at. */
  #held = Buffer.alloc(0);
  /** Bytes of a packet that are still to be handed on, or to be read past. */
  #passing = 0;
  #skipping = 0;
  #taking: Taking | undefined;

  constructor(options: PublishReaderOptions) {
    this.#options = options;
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
      if (!this.#isInPacket && !this.#beginPacket(bytes, at)) {
        // Copied: what is held keeps no more than itself in memory.
        this.#held = Buffer.from(bytes.subarray(at));
        break;
      }
      const passed = Math.min(this.#passing, bytes.length - at);
      this.#passing -= passed;
      at += passed;
      const kept = this.#taking === undefined ? this.#skip(bytes.length - at) : this.#collect(bytes, at);
      if (kept === 0) continue;
      if (at > from) pieces.push(bytes.subarray(from, at));
      at += kept;
      from = at;
    }
    if (at > from) pieces.push(bytes.subarray(from, at));
    const [first] = pieces;
    return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
  }

  get #isInPacket(): boolean {
    return this.#passing > 0 || this.#skipping > 0 || this.#taking !== undefined;
  }

  /** @returns how many of so many bytes are read past. */
  #skip(bytes: number): number {
    const skipped = Math.min(this.#skipping, bytes);
    this.#skipping -= skipped;
    return skipped;
  }

  /** @returns how many of the bytes are of the packet that is being taken. */
  #collect(bytes: Buffer, at: number): number {
    const taking = this.#taking;
    if (taking === undefined) return 0;
    const piece = bytes.subarray(at, at + taking.left);
    taking.left -= piece.length;
    taking.pieces.push(piece);
    if (taking.left > 0) return piece.length;
    this.#taking = undefined;
    const packet = Buffer.concat(taking.pieces);
    this.#options.onTaken(taking.publish, packet.subarray(packet.length - taking.publish.payloadBytes));
    return piece.length;
  }

  /** @returns whether enough of the packet is there to say what becomes of it. */
  #beginPacket(bytes: Buffer, at: number): boolean {
    const packet = packetAt(bytes, at, this.#options.protocolVersion);
    if (packet === undefined) return false;
    const { publish, bytes: length } = packet;
    const fate = publish === undefined ? 'handed-on' : this.#options.fateOf(publish);
    if (publish !== undefined && fate === 'taken') this.#taking = { publish, left: length, pieces: [] };
    else if (fate === 'read-past') this.#skipping = length;
    else this.#passing = length;
    return true;
  }
}
