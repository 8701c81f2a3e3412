const publishType = 3;
/** The type of the packet and at most four bytes of its length: MQTT 3.1.1, section 2.2. */
const longestHeader = 5;

/** How long a packet says it is, after its header; undefined while the header is not complete, null where it is no header. */
function remainingLength(header: readonly number[]): number | null | undefined {
  let length = 0;
  for (const [index, byte] of header.slice(1).entries()) {
    length += (byte & 0x7f) * 0x80 ** index;
    if ((byte & 0x80) === 0) return length;
  }
  return header.length < longestHeader ? undefined : null;
}

function headerOf(firstByte: number, length: number): Buffer {
  const bytes = [firstByte];
  for (let rest = length; ; rest = Math.floor(rest / 0x80)) {
    bytes.push(rest < 0x80 ? rest : (rest % 0x80) | 0x80);
    if (rest < 0x80) return Buffer.from(bytes);
  }
}

/**
 * Cuts a PUBLISH that is longer than a limit down to the limit, in the stream of bytes, without ever keeping more of it
 * than it hands on. Everything else passes unchanged.
 */
export class PublishShortener {
  readonly #maxBytes: number;
  /** The header that is being read, where it is split between two chunks. */
  #header: number[] = [];
  /** Bytes of the packet's body that are still to be handed on, and to be read past after them. */
  #passing = 0;
  #skipping = 0;

  /** @param maxBytes of a packet after its header: topic, identifier and payload. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What is to be handed on of the next bytes of the stream. */
  take(chunk: Buffer): Buffer {
    const pieces: Buffer[] = [];
    let from = 0;
    let at = 0;
    /** Hands on what has been read and not handed on yet, up to a position. */
    const pass = (until: number): void => {
      if (until > from) pieces.push(chunk.subarray(from, until));
    };
    while (at < chunk.length) {
      if (this.#passing > 0) {
        const count = Math.min(this.#passing, chunk.length - at);
        this.#passing -= count;
        at += count;
      } else if (this.#skipping > 0) {
        pass(at);
        const count = Math.min(this.#skipping, chunk.length - at);
        this.#skipping -= count;
        at += count;
        from = at;
      } else {
        const start = at;
        const isSplit = this.#header.length > 0;
        at = this.#readHeader(chunk, start);
        const header = this.#takeHeader();
        // A header that stands whole in the chunk goes on with what is around it: nothing is copied.
        if (!isSplit && header?.cut === false) continue;
        pass(start);
        if (header !== undefined) pieces.push(header.bytes);
        from = at;
      }
    }
    pass(at);
    const [first] = pieces;
    return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
  }

  /** Reads on in the header until it is complete or the chunk ends; says where that is. */
  #readHeader(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && (this.#header.length < 2 || remainingLength(this.#header) === undefined)) {
      this.#header.push(chunk.readUInt8(at));
      at += 1;
    }
    return at;
  }

  /** The header to hand on, once it is complete, and whether it announces less than it did. */
  #takeHeader(): { readonly bytes: Buffer; readonly cut: boolean } | undefined {
    const [firstByte] = this.#header;
    const length = this.#header.length < 2 ? undefined : remainingLength(this.#header);
    if (firstByte === undefined || length === undefined) return undefined;
    const bytes = Buffer.from(this.#header);
    this.#header = [];
    // What is no header is for the parser to refuse, and so is everything behind it.
    if (length === null) this.#passing = Number.POSITIVE_INFINITY;
    else if (firstByte >> 4 !== publishType || length <= this.#maxBytes) this.#passing = length;
    else {
      this.#passing = this.#maxBytes;
      this.#skipping = length - this.#maxBytes;
      return { bytes: headerOf(firstByte, this.#maxBytes), cut: true };
    }
    return { bytes, cut: false };
  }
}
