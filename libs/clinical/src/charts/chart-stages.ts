import type { ChartFile, ChartParameter, StageStart } from './chart-file.ts';

const dayMs = 24 * 3_600_000;
const weekMs = 7 * dayMs;
const weeksToDueDate = 40;

/** What is known of a pregnancy by which its weeks are counted, as instants in milliseconds; undefined where it is not known. */
export interface PregnancyDates {
  /** The estimated due date: 40 weeks. */
  readonly dueMs: number | undefined;
  /** When it ended. */
  readonly endedMs: number | undefined;
}

/** When a stage begins; undefined where what it is counted from is not known, or the pregnancy ended before. */
export function stageBeginsMs(start: StageStart, { dueMs, endedMs }: PregnancyDates): number | undefined {
  if ('postnatalWeek' in start) return endedMs === undefined ? undefined : endedMs + start.postnatalWeek * weekMs;
  if (dueMs === undefined) return undefined;
  const beginsMs = dueMs - (weeksToDueDate - start.gestationWeek) * weekMs;
  return endedMs !== undefined && beginsMs >= endedMs ? undefined : beginsMs;
}

/** Every stage of which a chart says that other cells hold, each once. */
export function stagesOf({ parameters }: ChartFile): readonly StageStart[] {
  const starts = parameters.flatMap(({ stages = [] }) => stages.map(({ from }) => from));
  return [...new Map(starts.map((start) => [stageName(start), start])).values()];
}

/** A chart with the cells that hold once these stages have begun: of each parameter those of the last that has. */
export function chartInStage(file: ChartFile, begun: readonly StageStart[]): ChartFile {
  const names = new Set(begun.map(stageName));
  const hasBegun = ({ from }: { readonly from: StageStart }): boolean => names.has(stageName(from));
  return { ...file, parameters: file.parameters.map((parameter) => inStage(parameter, hasBegun)) };
}

/** `gestation week 20`. */
export function stageName(start: StageStart): string {
  return 'postnatalWeek' in start ? `postnatal week ${start.postnatalWeek}` : `gestation week ${start.gestationWeek}`;
}

/** The parameter as it is in each of its stages, in order. */
export function parameterStages(parameter: ChartParameter): readonly ChartParameter[] {
  return (parameter.stages ?? []).map((_, index) => inStage(parameter, (stage) => stage === parameter.stages?.[index]));
}

function inStage(
  parameter: ChartParameter,
  hasBegun: (stage: { readonly from: StageStart }) => boolean,
): ChartParameter {
  switch (parameter.form) {
    case 'bands': {
      const { stages, ...rest } = parameter;
      return { ...rest, bands: stages?.findLast(hasBegun)?.bands ?? rest.bands };
    }
    case 'choice': {
      const { stages, ...rest } = parameter;
      return { ...rest, points: stages?.findLast(hasBegun)?.points ?? rest.points };
    }
    case 'oxygen': {
      const { stages, ...rest } = parameter;
      const { air, oxygen } = stages?.findLast(hasBegun) ?? rest;
      return { ...rest, air, oxygen };
    }
  }
}
