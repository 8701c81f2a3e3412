import type { WardId } from '#libs/contracts';
import { pathTo } from '../navigation/paths.ts';

/** Where to go when another ward is chosen: a page of one ward becomes the same of the other; all other pages stay. */
export function wardPathAfter(path: string, chosen: WardId | null): string {
  const page = /^\/wards\/[^/]+(?<rest>\/[^/]+)?\/?$/.exec(path);
  if (page === null) return path;
  return chosen === null ? pathTo.wards : `${pathTo.board(chosen)}${page.groups?.['rest'] ?? ''}`;
}
