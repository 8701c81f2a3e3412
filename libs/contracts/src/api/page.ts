import { z } from 'zod';
import { isCarriedText } from '../carried-text.ts';
import { HomewardError } from '../errors/homeward-error.ts';
import { InstantWithOffset } from '../instant.ts';

/** One page of a list. `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export const PageQuery = z.object({
  /** Where the page before this one ended; opaque. */
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** What the last row of a page is sorted by, first sort key first. */
export type CursorKeys = readonly (string | number)[];

/** A cursor was made up, cut off, or belongs to another list. */
export class InvalidCursorError extends HomewardError {
  readonly code = 'invalid-cursor';
  readonly transient = false;
  constructor() {
    super('The cursor is not one of this list: expected the nextCursor of the page before, unchanged.');
  }
}

/** By the first key in which the two differ; the keys of one list alone can be compared. */
export function compareKeys(one: CursorKeys, other: CursorKeys): number {
  for (const [index, key] of one.entries()) {
    const against = other[index] ?? key;
    if (key !== against) return key < against ? -1 : 1;
  }
  return 0;
}

/**
 * The cursor that stands for the row with these sort keys. Opaque to callers, and no secret: it carries what the row
 * itself showed.
 */
export function encodeCursor(keys: CursorKeys): string {
  const bytes = new TextEncoder().encode(JSON.stringify(keys));
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * The sort keys of a cursor, as the list's own schema expects them; undefined when there is no cursor.
 *
 * @throws InvalidCursorError
 */
export function decodeCursor<Keys extends z.ZodType<CursorKeys>>(
  cursor: string | undefined,
  keys: Keys,
): z.infer<Keys> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = keys.safeParse(jsonOf(cursor));
  if (!parsed.success || !parsed.data.every(isKey)) throw new InvalidCursorError();
  return parsed.data;
}

/** Whether a database can compare it with what it has: a made-up cursor is refused here, not there. */
function isKey(key: string | number): boolean {
  if (typeof key === 'number') return Math.abs(key) <= Number.MAX_SAFE_INTEGER;
  return isCarriedText(key) && (!looksLikeTime.test(key) || InstantWithOffset.safeParse(key).success);
}

const looksLikeTime = /^[+-]?\d{4,6}-\d\d-\d\dT/;

function jsonOf(cursor: string): unknown {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.codePointAt(0) ?? 0);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Not base64, not UTF-8 or not JSON: the caller's schema refuses undefined in all three cases.
    return undefined;
  }
}

/**
 * A page made of rows that were read one further than asked for: whether the extra one came tells whether there is
 * another page.
 */
export function pageFromRows<Row, Item>(
  rows: readonly Row[],
  page: { readonly limit: number; readonly toItem: (row: Row) => Item; readonly keysOf: (row: Row) => CursorKeys },
): Page<Item> {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > page.limit && last !== undefined ? encodeCursor(page.keysOf(last)) : null;
  return { items: shown.map(page.toItem), nextCursor };
}

/** RFC 9457. `code` is Homeward's own, listed in docs/errors.md. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  /** Each field at fault. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
