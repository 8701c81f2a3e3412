import type { z } from 'zod';
import type { Chart } from '../charts/chart.ts';
import { compileChart } from '../charts/compile-chart.ts';
import { blankCells } from './blank-cells.ts';
import { chartFaults } from './chart-faults.ts';
import { ChartFile } from '../charts/chart-file.ts';
import { type GeneralRules, generalRulesOf } from './general-rules.ts';
import { generalRulesFaults } from './general-rules-faults.ts';
import { GeneralRulesFile } from './general-rules-file.ts';
import { PathwayFile } from './pathway-file.ts';
import { pathwayFaults } from './pathway-faults.ts';
import { type Pathway, pathwayOf } from './pathway.ts';
import { ruleSetKey } from './rule-set-key.ts';
import { RuleSetError, type RuleSetFault } from './rule-set-error.ts';
import { type FaultInFile, schemaFaults, shown } from './schema-faults.ts';

/** Every chart, every pathway and all general rules in force. */
export interface RuleBook {
  chart(id: string): Chart | undefined;
  /** One version of a pathway: a patient's plan names the version it was made by. */
  pathway(id: string, version: number): Pathway | undefined;
  /** The highest version of a pathway. */
  newest(id: string): Pathway | undefined;
  /** By id, then version. */
  readonly pathways: readonly Pathway[];
  /** By id. */
  readonly charts: readonly Chart[];
  /** What holds on every pathway, by id, then version. */
  readonly generalRules: readonly GeneralRules[];
}

/** A rule-set file that has been read. */
export interface RuleSetSource {
  /** What its faults are reported under: its path. */
  readonly name: string;
  readonly json: unknown;
}

/** A file of one kind that the schema has let through. */
interface Read<File> {
  readonly name: string;
  readonly file: File;
}

/**
 * Makes the rule book of files, in any order: what each is, it says itself.
 *
 * @throws RuleSetError listing every fault of every file, with its path in the file, what was found and what was expected.
 */
export function ruleBookOf(files: readonly RuleSetSource[]): RuleBook {
  const faults: RuleSetFault[] = [];
  const charts: Read<ChartFile>[] = [];
  const pathways: Read<PathwayFile>[] = [];
  const general: Read<GeneralRulesFile>[] = [];
  for (const source of files) {
    const kind = fieldOf(source.json, 'kind');
    if (kind === 'chart') faults.push(...read(source, ChartFile, charts));
    else if (kind === 'pathway') faults.push(...read(source, PathwayFile, pathways));
    else if (kind === 'general-rules') faults.push(...read(source, GeneralRulesFile, general));
    else faults.push({ file: source.name, path: 'kind', message: `Found ${shown(kind)}; expected ${kindsInWords}.` });
  }
  // A chart that has faults of its own is no reason to call every pathway on it wrong as well.
  const chartsById = new Map(charts.map(({ file }) => [file.id, file]));
  const named = new Map(files.map(({ json }) => [idOf(json), chartsById.get(idOf(json))]));
  const generalKeys = new Set(general.map(({ file }) => ruleSetKey(file.id, file.version)));
  for (const { name, file } of charts) faults.push(...within(name, chartFaults(file)));
  for (const { name, file } of general) faults.push(...within(name, generalRulesFaults(file, named)));
  for (const { name, file } of pathways) {
    const generalIsKnown = file.generalRules === undefined || generalKeys.has(file.generalRules);
    const of = { chart: named.get(file.chart), chartIsKnown: named.has(file.chart), generalIsKnown };
    faults.push(...within(name, pathwayFaults(file, of)));
  }
  faults.push(...repeated(charts, ({ id }) => id));
  for (const versioned of [pathways, general]) {
    faults.push(...repeated<Versioned>(versioned, ({ id, version }) => `${id}, version ${version}`));
  }
  if (faults.length > 0) throw new RuleSetError(faults);
  return bookOf({
    charts: charts.map(({ file }) => compileChart(file)),
    general: general.map(({ file }) => file),
    files: pathways.map(({ file }) => file),
  });
}

const kindsInWords = '"chart", "pathway" or "general-rules"';

interface Versioned {
  readonly id: string;
  readonly version: number;
}

interface SoundFiles {
  readonly charts: readonly Chart[];
  readonly general: readonly GeneralRulesFile[];
  readonly files: readonly PathwayFile[];
}

function bookOf({ charts: unsorted, general, files }: SoundFiles): RuleBook {
  const charts = unsorted.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const chartsById = new Map(charts.map((chart) => [chart.id, chart]));
  const generalRules = general.toSorted(byVersion).map((file) => generalRulesOf(file, (id) => chartsById.get(id)));
  const generalByKey = new Map(generalRules.map((rules) => [rules.key, rules]));
  const pathways = files.toSorted(byVersion).flatMap((file) => {
    const chart = chartsById.get(file.chart);
    if (chart === undefined) return [];
    const { generalRules: named } = file;
    return [pathwayOf(file, { chart, general: named === undefined ? generalRules.at(-1) : generalByKey.get(named) })];
  });
  const pathwaysByKey = new Map(pathways.map((pathway) => [pathway.key, pathway]));
  // In rising order of version: the last of an id is its newest.
  const newest = new Map(pathways.map((pathway) => [pathway.file.id, pathway]));
  return {
    charts,
    pathways,
    generalRules,
    chart: (id) => chartsById.get(id),
    pathway: (id, version) => pathwaysByKey.get(ruleSetKey(id, version)),
    newest: (id) => newest.get(id),
  };
}

/** By id, then version. */
function byVersion(one: Versioned, other: Versioned): number {
  return one.id === other.id ? one.version - other.version : one.id < other.id ? -1 : 1;
}

/** Adds the file to those of its kind if its shape is right; the faults if it is not. */
function read<File>(source: RuleSetSource, schema: z.ZodType<File>, into: Read<File>[]): readonly RuleSetFault[] {
  const blanks = blankCells(source.json);
  if (blanks.length > 0) return within(source.name, blanks);
  const parsed = schema.safeParse(source.json);
  if (!parsed.success) return within(source.name, schemaFaults(source.json, parsed.error));
  into.push({ name: source.name, file: parsed.data });
  return [];
}

function within(file: string, faults: readonly FaultInFile[]): readonly RuleSetFault[] {
  return faults.map(({ path, message }) => ({ file, path, message }));
}

/** Files that claim to be what another is. */
function repeated<File>(files: readonly Read<File>[], nameOf: (file: File) => string): readonly RuleSetFault[] {
  return files.flatMap(({ name, file }, index) => {
    const first = files.findIndex((other) => nameOf(other.file) === nameOf(file));
    if (first === index) return [];
    const message = `Found ${nameOf(file)}, which is in ${files[first]?.name ?? 'another file'} as well; expected each once.`;
    return [{ file: name, path: 'id', message }];
  });
}

/** Empty where it has none. */
function idOf(json: unknown): string {
  const id = fieldOf(json, 'id');
  return typeof id === 'string' ? id : '';
}

function fieldOf(json: unknown, field: string): unknown {
  // Whatever object it is, one of its fields is something or nothing.
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[field] : undefined;
}
