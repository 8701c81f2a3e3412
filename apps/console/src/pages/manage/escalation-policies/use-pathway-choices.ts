import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { ruleSetsQuery } from '../../../api/rule-sets.ts';
import { useMay } from '../../../components/frame/person.tsx';
import type { Choice } from '../../../components/people/use-names.ts';
import { pathwayWords } from '../../../components/words/identity-words.ts';

/** Any pathway, those there are, and the one that is chosen already: those who may not read rule sets keep it as it is. */
export function usePathwayChoices(chosen: string): readonly Choice[] {
  const mayRead = useMay('view-patients');
  const ruleSets = useQuery({ ...ruleSetsQuery, enabled: mayRead }).data?.items ?? [];
  const known = ruleSets
    .filter(({ kind, newest }) => kind === 'pathway' && newest)
    .map(({ id, title }) => ({ value: id, words: title }));
  const isKnown = chosen === '' || known.some(({ value }) => value === chosen);
  return [{ value: '', words: t`Any` }, ...known, ...(isKnown ? [] : [{ value: chosen, words: pathwayWords(chosen) }])];
}
