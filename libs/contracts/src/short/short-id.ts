const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** By the code of the digit. */
const valueOf = new Uint8Array(128);
for (const [value, digit] of Array.from(digits).entries()) valueOf[digit.charCodeAt(0)] = value;
/** Every twelve bits in hexadecimal digits. */
const hexOf = Array.from({ length: 4096 }, (_, bits) => bits.toString(16).padStart(3, '0'));

/**
 * What `shortId` makes of an id that the contracts take: the ninth digit has the UUID's version, the eleventh its variant and
 * the last two bits that count.
 */
export const shortIdPattern = /^(?:[\w-]{8}[E-Za-j][\w-][CGKOSWaeimquy26-][\w-]{10}[AQgw]|A{22}|_{21}w)$/;

/** A UUID in 22 characters: its sixteen bytes in base64 for URLs, without the padding. */
export function shortId(uuid: string): string {
  // One digit more, so that every three hexadecimal digits are two of base64.
  const hex = `${uuid.replaceAll('-', '')}0`;
  let short = '';
  for (let at = 0; at < hex.length; at += 3) {
    const bits = Number.parseInt(hex.slice(at, at + 3), 16);
    short += `${digits.charAt(bits >> 6)}${digits.charAt(bits & 63)}`;
  }
  return short;
}

/** The UUID that a short id stands for. */
export function wholeId(short: string): string {
  let hex = '';
  for (let at = 0; at < short.length; at += 2) {
    const bits = ((valueOf[short.charCodeAt(at)] ?? 0) << 6) | (valueOf[short.charCodeAt(at + 1)] ?? 0);
    hex += hexOf[bits] ?? '';
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The length of what all ids of one message have in common: they differ in their last four digits. */
const stemLength = 32;

/** How an id differs from another of the same message; undefined where they are of different ones. */
export function stepBetween(one: string, other: string): number | undefined {
  if (one === other) return 0;
  if (one.slice(0, stemLength) !== other.slice(0, stemLength)) return undefined;
  return endingOf(one) ^ endingOf(other);
}

/** The id that differs so from another. */
export function stepFrom(id: string, step: number): string {
  if (step === 0) return id;
  const ending = endingOf(id) ^ step;
  return `${id.slice(0, stemLength)}${(ending >> 12).toString(16)}${hexOf[ending & 0xfff] ?? ''}`;
}

function endingOf(id: string): number {
  return Number.parseInt(id.slice(stemLength), 16);
}
