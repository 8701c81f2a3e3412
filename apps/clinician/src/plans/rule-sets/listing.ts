import type { RuleBook } from '#libs/clinical';
import type { RuleSet, RuleSetSummary } from '#libs/contracts';

/** Every pathway, each version by itself, then every chart, and what holds on every pathway. */
export function summariesOf(book: RuleBook): readonly RuleSetSummary[] {
  return [
    ...book.pathways.map(({ key, file }) => ({
      ...summaryOf(file),
      key,
      version: file.version,
      newest: book.newest(file.id)?.key === key,
    })),
    ...book.charts.map(({ file }) => ({ ...summaryOf(file), key: file.id, version: null, newest: true })),
    ...book.generalRules.map(({ key, file }) => ({
      ...summaryOf(file),
      key,
      version: file.version,
      newest: newestGeneralRules(book, file.id)?.key === key,
    })),
  ];
}

function summaryOf({ kind, id, title, source }: RuleSet): Pick<RuleSetSummary, 'kind' | 'id' | 'title' | 'source'> {
  return { kind, id, title, source };
}

/** The rule set of a key (`heart-failure@1`, `news2-2017`), or the newest of a pathway by its id; undefined where there is none. */
export function ruleSetOf(book: RuleBook, key: string): RuleSet | undefined {
  const pathway = book.pathways.find((one) => one.key === key) ?? book.newest(key);
  if (pathway !== undefined) return pathway.file;
  const general = book.generalRules.find((one) => one.key === key) ?? newestGeneralRules(book, key);
  return general?.file ?? book.chart(key)?.file;
}

/** They are in order of version. */
function newestGeneralRules({ generalRules }: RuleBook, id: string): RuleBook['generalRules'][number] | undefined {
  return generalRules.findLast(({ file }) => file.id === id);
}
