import { type Page, pageOf } from '#libs/contracts';
import type { z } from 'zod';
import { ask } from './http.ts';

/** The largest page the API gives; enough pages are taken for the window, up to a stated most. */
const pageSize = 500;

/** A list, and whether there was more of it than was fetched. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
}

export interface ListRequest<Item extends z.ZodType> {
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly schema: Item;
  readonly signal: AbortSignal;
  readonly mostPages: number;
}

/** Fetches page after page, up to a stated most. */
export async function listOf<Item extends z.ZodType>(request: ListRequest<Item>): Promise<Listed<z.infer<Item>>> {
  const { path, query, schema, signal, mostPages } = request;
  const items: z.infer<Item>[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const answer: Page<z.infer<Item>> = await ask({
      path: `${path}?${asSearch({ limit: String(pageSize), ...query, cursor: cursor ?? undefined })}`,
      schema: pageOf(schema),
      signal,
    });
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) return { items, more: false };
  }
  return { items, more: true };
}

function asSearch(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return new URLSearchParams(given).toString();
}

/** `?…` of what is given, empty where nothing is. */
export function searchFor(query: Readonly<Record<string, string | null | undefined>>): string {
  const text = asSearch(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value ?? undefined])));
  return text === '' ? '' : `?${text}`;
}
