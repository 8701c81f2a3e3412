const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOf = new Map(Array.from(digits).map((digit, value) => [digit, value]));
/** Where the hyphens of a UUID stand. */
const groups = [8, 12, 16, 20] as const;

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
    const bits = ((valueOf.get(short.charAt(at)) ?? 0) << 6) | (valueOf.get(short.charAt(at + 1)) ?? 0);
    hex += bits.toString(16).padStart(3, '0');
  }
  const ends = [...groups, 32];
  return ends.map((end, index) => hex.slice(groups[index - 1] ?? 0, end)).join('-');
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
  return `${id.slice(0, stemLength)}${(endingOf(id) ^ step).toString(16).padStart(4, '0')}`;
}

function endingOf(id: string): number {
  return Number.parseInt(id.slice(stemLength), 16);
}
