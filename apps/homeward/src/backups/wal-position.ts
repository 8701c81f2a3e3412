/** A position in Postgres' write-ahead log, as in `0/2000028`: bytes since its beginning. */
export function parseWalPosition(text: string): bigint {
  const [high = '', low = ''] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** As Postgres writes it. */
export function walPositionText(position: bigint): string {
  const hexadecimal = (part: bigint): string => part.toString(16).toUpperCase();
  return `${hexadecimal(position >> 32n)}/${hexadecimal(position & 0xff_ff_ff_ffn)}`;
}

/** Whose file of the log it is, and which of them: Postgres' names have both. */
export interface WalSegment {
  readonly timeline: number;
  readonly number: bigint;
}

/** The 24 hexadecimal digits that Postgres names the file of a segment by. */
export function walSegmentName({ timeline, number }: WalSegment, segmentBytes: number): string {
  const perLog = 0x1_00_00_00_00n / BigInt(segmentBytes);
  const parts = [BigInt(timeline), number / perLog, number % perLog];
  return parts.map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('');
}

/** @returns undefined when it is not the name of a segment. */
export function parseWalSegmentName(name: string, segmentBytes: number): WalSegment | undefined {
  const digits = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/u.exec(name);
  if (digits === null) return undefined;
  const [timeline = 0n, log = 0n, segment = 0n] = digits.slice(1).map((part) => BigInt(`0x${part}`));
  const perLog = 0x1_00_00_00_00n / BigInt(segmentBytes);
  return { timeline: Number(timeline), number: log * perLog + segment };
}

/**
 * The first segment that is missing between two that are there.
 *
 * @param numbers of those that are there, in any order, each as often as there are timelines that have it.
 */
export function firstMissingSegment(numbers: Iterable<bigint>): bigint | undefined {
  const ascending = [...new Set(numbers)].sort((one, other) => (one < other ? -1 : 1));
  const gap = ascending.findIndex((number, index) => index > 0 && number !== (ascending[index - 1] ?? 0n) + 1n);
  return gap === -1 ? undefined : (ascending[gap - 1] ?? 0n) + 1n;
}
