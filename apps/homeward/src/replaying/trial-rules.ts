import { type Pathway, type RuleBook, ruleBookOf, RuleSetError, type RuleSetFault } from '#libs/clinical';

/** A file of rules to be tried, as it was read. */
export interface RuleSetFile {
  readonly name: string;
  readonly json: unknown;
}

/**
 * The rules that are in force, with those to be tried in their place. A chart takes the place of the one with its id. A
 * pathway takes the place of every version of it: a patient whose plan names any of them is replayed by the one that is
 * tried, of several versions by the highest. General rules take the place of all there are, on every pathway in force.
 *
 * @throws RuleSetError with every fault of every file; also for a chart that no pathway uses, which would change
 * nothing.
 */
export function trialRules(live: RuleBook, tried: readonly RuleSetFile[]): RuleBook {
  const named = new Set(tried.map(({ json }) => nameOf(json)));
  const triedGeneral = tried.some(({ json }) => isNamed(json) && json.kind === 'general-rules');
  const kept = [
    ...live.charts.map(({ file }) => file),
    ...(triedGeneral ? [] : live.generalRules.map(({ file }) => file)),
    ...live.pathways.map(({ file }) => (triedGeneral ? withoutGeneralRules(file) : file)),
  ]
    .filter((file) => !named.has(nameOf(file)))
    .map((json) => ({ name: `${json.id} (in force)`, json }));
  const book = ruleBookOf([...tried, ...kept]);
  const unused = tried.flatMap((file) => unusedChart(file, book));
  if (unused.length > 0) throw new RuleSetError(unused);
  const triedPathways = new Set(tried.flatMap(({ json }) => (isPathway(json) ? [json.id] : [])));
  return {
    chart: (id) => book.chart(id),
    pathway: (id, version): Pathway | undefined => {
      if (!triedPathways.has(id)) return book.pathway(id, version);
      return newestTried(book, tried, id);
    },
    newest: (id) => (triedPathways.has(id) ? newestTried(book, tried, id) : book.newest(id)),
    pathways: book.pathways,
    charts: book.charts,
    generalRules: book.generalRules,
  };
}

interface Named {
  readonly kind: string;
  readonly id: string;
}

function isNamed(json: unknown): json is Named & { readonly version?: unknown } {
  return (
    typeof json === 'object' &&
    json !== null &&
    'kind' in json &&
    typeof json.kind === 'string' &&
    'id' in json &&
    typeof json.id === 'string'
  );
}

function isPathway(json: unknown): json is Named & { readonly version: number } {
  return isNamed(json) && json.kind === 'pathway' && typeof json.version === 'number';
}

/** What there can be one of: a chart, or one version of a pathway. */
function nameOf(json: unknown): string | undefined {
  if (isPathway(json)) return `pathway ${json.id}@${String(json.version)}`;
  return isNamed(json) ? `${json.kind} ${json.id}` : undefined;
}

/** As a pathway that takes the newest general rules there are: those that are tried. */
function withoutGeneralRules({ generalRules: _named, ...file }: Pathway['file']): Pathway['file'] {
  return file;
}

function newestTried(book: RuleBook, tried: readonly RuleSetFile[], id: string): Pathway | undefined {
  const versions = tried.flatMap(({ json }) => (isPathway(json) && json.id === id ? [json.version] : []));
  return book.pathway(id, Math.max(...versions));
}

function unusedChart({ name, json }: RuleSetFile, book: RuleBook): readonly RuleSetFault[] {
  if (!isNamed(json) || json.kind !== 'chart') return [];
  if (book.pathways.some(({ file }) => file.chart === json.id)) return [];
  if (book.generalRules.some(({ file }) => Object.values(file.chartFor).includes(json.id))) return [];
  const used = [...new Set(book.pathways.map(({ file }) => JSON.stringify(file.chart)))].sort().join(', ');
  const message = `Found ${JSON.stringify(json.id)}, which no pathway uses; expected ${used}, or a pathway beside it that names it.`;
  return [{ file: name, path: 'id', message }];
}
