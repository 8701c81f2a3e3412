/** The revision as an entity tag: `"3"`. */
export const entityTag = (revision: number): string => `"${String(revision)}"`;

/**
 * The revision that an `If-Match` header names. Undefined where any revision will do: no header, or `*`. Null where the
 * header is not an entity tag of ours.
 */
export function revisionOfTag(header: string | undefined): number | undefined | null {
  const tag = header?.trim();
  if (tag === undefined || tag === '*') return undefined;
  const [, revision] = /^(?:W\/)?"(\d{1,9})"$/.exec(tag) ?? [];
  return revision === undefined ? null : Number(revision);
}
