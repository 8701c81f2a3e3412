import { useQuery } from '@tanstack/react-query';
import { ruleSetsQuery } from '../../api/rule-sets.ts';

export interface PathwayChoice {
  readonly value: string;
  readonly words: string;
}

/** The pathways that patients can be cared for by, as choices; undefined until they are known. */
export function usePathways(): readonly PathwayChoice[] | undefined {
  return useQuery(ruleSetsQuery)
    .data?.items.filter(({ kind, newest }) => kind === 'pathway' && newest)
    .map(({ id, title }) => ({ value: id, words: title }));
}
