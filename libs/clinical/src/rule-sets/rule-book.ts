import type { z } from 'zod';
import type { Chart } from '../charts/chart.ts';
import { compileChart } from '../charts/compile-chart.ts';
import { blankCells } from './blank-cells.ts';
import { chartFaults } from './chart-faults.ts';
import { ChartFile } from '../charts/chart-file.ts';
import { PathwayFile } from './pathway-file.ts';
import { pathwayFaults } from './pathway-faults.ts';
import { type Pathway, pathwayKey, pathwayOf } from './pathway.ts';
import { RuleSetError, type RuleSetFault } from './rule-set-error.ts';
import { type FaultInFile, schemaFaults, shown } from './schema-faults.ts';

/** Every chart and pathway in force. */
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
  for (const source of files) {
    const kind = fieldOf(source.json, 'kind');
    if (kind === 'chart') faults.push(...read(source, ChartFile, charts));
    else if (kind === 'pathway') faults.push(...read(source, PathwayFile, pathways));
    else
      faults.push({ file: source.name, path: 'kind', message: `Found ${shown(kind)}; expected "chart" or "pathway".` });
  }
  // A chart that has faults of its own is no reason to call every pathway on it wrong as well.
  const named = new Set(files.map(({ json }) => fieldOf(json, 'id')));
  const chartsById = new Map(charts.map(({ file }) => [file.id, file]));
  for (const { name, file } of charts) faults.push(...within(name, chartFaults(file)));
  for (const { name, file } of pathways) {
    const chart = chartsById.get(file.chart);
    faults.push(...within(name, pathwayFaults(file, { chart, chartIsKnown: named.has(file.chart) })));
  }
  faults.push(...repeated(charts, ({ id }) => id));
  faults.push(...repeated(pathways, ({ id, version }) => `${id}, version ${version}`));
  if (faults.length > 0) throw new RuleSetError(faults);
  return bookOf(
    charts.map(({ file }) => compileChart(file)),
    pathways.map(({ file }) => file),
  );
}

function bookOf(unsorted: readonly Chart[], files: readonly PathwayFile[]): RuleBook {
  const charts = unsorted.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const chartsById = new Map(charts.map((chart) => [chart.id, chart]));
  const pathways = files
    .toSorted((one, other) => (one.id === other.id ? one.version - other.version : one.id < other.id ? -1 : 1))
    .flatMap((file) => {
      const chart = chartsById.get(file.chart);
      return chart === undefined ? [] : [pathwayOf(file, chart)];
    });
  const pathwaysByKey = new Map(pathways.map((pathway) => [pathway.key, pathway]));
  // In rising order of version: the last of an id is its newest.
  const newest = new Map(pathways.map((pathway) => [pathway.file.id, pathway]));
  return {
    charts,
    pathways,
    chart: (id) => chartsById.get(id),
    pathway: (id, version) => pathwaysByKey.get(pathwayKey(id, version)),
    newest: (id) => newest.get(id),
  };
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

function fieldOf(json: unknown, field: string): unknown {
  // Whatever object it is, one of its fields is something or nothing.
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[field] : undefined;
}
