const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** By the code of the digit. */
const valueOf = new Uint8Array(128);
for (const [value, digit] of Array.from(digits).entries()) valueOf[digit.charCodeAt(0)] = value;
/** Every twelve bits: in hexadecimal digits, and in those of base64. */
const hexOf = Array.from({ length: 4096 }, (_, bits) => bits.toString(16).padStart(3, '0'));
const shortOf = Array.from({ length: 4096 }, (_, bits) => `${digits.charAt(bits >> 6)}${digits.charAt(bits & 63)}`);
/** By the code of the hexadecimal digit; 0 for anything else. */
const hexValueOf = new Uint8Array(128);
for (const [value, digit] of Array.from('0123456789abcdef').entries()) hexValueOf[digit.charCodeAt(0)] = value;
/** Where the hexadecimal digits of a UUID stand. */
const indexOfHexDigit = Uint8Array.from(
  Array.from('xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx').flatMap((digit, at) => (digit === '-' ? [] : [at])),
);

/**
 * What `shortId` makes of an id that the contracts take: the ninth digit has the UUID's version, the eleventh its variant and
 * the last two bits that count.
 */
export const shortIdPattern = /^(?:[\w-]{8}[E-Za-j][\w-][CGKOSWaeimquy26-][\w-]{10}[AQgw]|A{22}|_{21}w)$/;

/** A UUID in 22 characters: its sixteen bytes in base64 for URLs, without the padding. */
export function shortId(uuid: string): string {
  const hexAt = (digit: number): number => hexValueOf[uuid.charCodeAt(indexOfHexDigit[digit] ?? 0)] ?? 0;
  let short = '';
  for (let digit = 0; digit < 30; digit += 3) {
    short += shortOf[(hexAt(digit) << 8) | (hexAt(digit + 1) << 4) | hexAt(digit + 2)] ?? '';
  }
  // Two digits are left of the 32.
  return short + (shortOf[(hexAt(30) << 8) | (hexAt(31) << 4)] ?? '');
}

/** The UUID that a short id stands for. */
export function wholeId(short: string): string {
  const hex = (at: number): string =>
    hexOf[((valueOf[short.charCodeAt(at)] ?? 0) << 6) | (valueOf[short.charCodeAt(at + 1)] ?? 0)] ?? '';
  // Three digits each, put together in the end: a string that grows and is then cut up is copied again and again.
  const [third, sixth, seventh] = [hex(4), hex(10), hex(12)];
  const [time, middle] = [`${hex(0)}${hex(2)}${third.slice(0, 2)}`, `${third.slice(2)}${hex(6)}`];
  const [version, variant] = [`${hex(8)}${sixth.slice(0, 1)}`, `${sixth.slice(1)}${seventh.slice(0, 2)}`];
  return `${time}-${middle}-${version}-${variant}-${seventh.slice(2)}${hex(14)}${hex(16)}${hex(18)}${hex(20).slice(0, 2)}`;
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
