import type { QuarantineReason } from '#libs/contracts';

/** Space, tab, line feed and carriage return: RFC 8259, section 2. */
const whiteSpace: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const openingBrace = 0x7b;
const closingBrace = 0x7d;
/** What may follow the opening one: a closing brace, or the quotation mark of the first name. */
const afterBrace: ReadonlySet<number> = new Set([closingBrace, 0x22]);
const shownBytes = 20;

/**
 * Whether a payload may be a JSON object, which every message and every status is, as far as its beginning tells, and its end
 * where that is there.
 *
 * @param beginning its first bytes, or all of them.
 */
export function mayBeObject(beginning: Buffer, payloadBytes: number): boolean {
  return beginsAsObject(beginning, payloadBytes) && (beginning.length < payloadBytes || endsAsObject(beginning));
}

function endsAsObject(payload: Buffer): boolean {
  const last = payload.findLast((byte) => !whiteSpace.has(byte));
  return last === closingBrace;
}

function beginsAsObject(beginning: Buffer, payloadBytes: number): boolean {
  let isOpen = false;
  for (const byte of beginning) {
    if (whiteSpace.has(byte)) continue;
    if (isOpen) return afterBrace.has(byte);
    if (byte !== openingBrace) return false;
    isOpen = true;
  }
  return beginning.length < payloadBytes;
}

/** Why a payload that does not begin so is refused, or, where that is at fault, that does not end so. */
export function noObject(beginning: Buffer, payloadBytes: number): QuarantineReason {
  const isAtEnd = beginsAsObject(beginning, payloadBytes);
  const shown = isAtEnd
    ? beginning.toString('utf8', beginning.length - shownBytes)
    : beginning.toString('utf8', 0, shownBytes);
  const found = `Found ${JSON.stringify(shown)} at the ${isAtEnd ? 'end' : 'beginning'}`;
  return { code: 'invalid-message', path: '', message: `${found}; expected a JSON object.` };
}
