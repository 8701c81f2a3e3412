import { compareTiers } from '../charts/tiers.ts';
import { observationKinds, type ObservationKind } from '../vital-signs/observation-codes.ts';
import type { Bands, ChartFile, ChartParameter, ChartTier, StageStart } from '../charts/chart-file.ts';
import { parameterStages, stageName } from '../charts/chart-stages.ts';
import { repetitions } from './repetitions.ts';
import { type FaultInFile, shown } from './schema-faults.ts';

/** More would not fit the number that a set of values is scored by. */
const mostParameters = 16;

/** What is wrong with a chart whose shape is right: everything that would make it score what its author did not mean. */
export function chartFaults(chart: ChartFile): readonly FaultInFile[] {
  const { parameters } = chart;
  return [
    ...(parameters.length > mostParameters
      ? [fault('parameters', `${parameters.length} of them`, `at most ${mostParameters}`)]
      : []),
    ...repetitions(parameters, 'parameters', 'name'),
    ...repetitions(parameters, 'parameters', 'code'),
    ...parameters.flatMap((parameter, index) => [
      ...parameterFaults(parameter, `parameters[${index}]`, chart),
      ...stageFaults(parameter, `parameters[${index}]`, chart),
    ]),
    ...tierFaults(chart),
  ];
}

function parameterFaults(parameter: ChartParameter, path: string, chart: ChartFile): readonly FaultInFile[] {
  // Widened from the table's own literal types, so that one function serves every code.
  const kind: ObservationKind = observationKinds[parameter.code];
  const form = formsOf[kind.form];
  if (form !== parameter.form) {
    const expected =
      form === undefined ? 'a code that can be scored' : `"${form}", which is how ${parameter.code} is read`;
    return [fault(`${path}.form`, shown(parameter.form), expected)];
  }
  if (parameter.form === 'choice') return choiceFaults(parameter, `${path}.points`, kind);
  if (parameter.form === 'oxygen') return [];
  const plausible = 'plausible' in kind ? kind.plausible : { least: -Infinity, most: Infinity };
  const { resolution, scale2 } = parameter;
  const check = (bands: Bands, of: string): readonly FaultInFile[] =>
    bandFaults(bands, { path: `${path}.${of}`, resolution, plausible });
  return [
    ...check(parameter.bands, 'bands'),
    ...(scale2 === undefined ? [] : check(scale2.onAir, 'scale2.onAir')),
    ...(scale2 === undefined ? [] : check(scale2.onOxygen, 'scale2.onOxygen')),
    ...(scale2 === undefined ? [] : scale2Faults(parameter, `${path}.scale2`, chart)),
  ];
}

/** Of each stage its cells, and that it begins later than the one before it in the list. */
function stageFaults(parameter: ChartParameter, path: string, chart: ChartFile): readonly FaultInFile[] {
  const { stages = [] } = parameter;
  if (stages.length > 0 && parameter.form === 'bands' && parameter.scale2 !== undefined) {
    return [fault(`${path}.stages`, 'stages beside a scale 2', 'one of the two')];
  }
  const order = stages.flatMap(({ from }, index) => {
    const before = stages[index - 1]?.from;
    if (before === undefined || isLaterStage(from, before)) return [];
    const found = `${stageName(from)} after ${stageName(before)}`;
    return [fault(`${path}.stages[${index}].from`, found, 'weeks that rise, those of gestation first')];
  });
  const cells = parameterStages(parameter).flatMap((one, index) =>
    parameterFaults(one, `${path}.stages[${index}]`, chart),
  );
  return [...order, ...cells];
}

function isLaterStage(one: StageStart, other: StageStart): boolean {
  if ('postnatalWeek' in one) return !('postnatalWeek' in other) || one.postnatalWeek > other.postnatalWeek;
  return !('postnatalWeek' in other) && one.gestationWeek > other.gestationWeek;
}

const formsOf: Readonly<Record<ObservationKind['form'], ChartParameter['form'] | undefined>> = {
  quantity: 'bands',
  choice: 'choice',
  oxygen: 'oxygen',
  answer: undefined,
  event: undefined,
};

function choiceFaults(
  { points }: Extract<ChartParameter, { form: 'choice' }>,
  path: string,
  kind: ObservationKind,
): readonly FaultInFile[] {
  const choices = kind.form === 'choice' ? kind.choices : [];
  return [
    ...choices
      .filter((choice) => !Object.hasOwn(points, choice))
      .map((choice) => fault(path, `no points for ${choice}`, `points for each of ${choices.join(', ')}`)),
    ...Object.keys(points)
      .filter((choice) => !choices.includes(choice))
      .map((choice) => fault(`${path}.${choice}`, `the choice ${shown(choice)}`, `one of ${choices.join(', ')}`)),
  ];
}

function scale2Faults({ code }: ChartParameter, path: string, { parameters }: ChartFile): readonly FaultInFile[] {
  if (code !== 'oxygen-saturation') return [fault(path, `a scale 2 for ${code}`, 'one for oxygen-saturation alone')];
  if (parameters.some(({ form }) => form === 'oxygen')) return [];
  return [
    fault(path, 'a scale 2 on a chart that does not ask for oxygen', 'a parameter of the form "oxygen" beside it'),
  ];
}

interface BandContext {
  readonly path: string;
  readonly resolution: number;
  readonly plausible: { readonly least: number; readonly most: number };
}

function bandFaults(bands: Bands, { path, resolution, plausible }: BandContext): readonly FaultInFile[] {
  return bands
    .flatMap(({ upTo }, index) => {
      const isLast = index === bands.length - 1;
      const at = `${path}[${index}]`;
      if (upTo === undefined) return isLast ? [] : [fault(`${at}.upTo`, 'no end', 'one on every band but the last')];
      if (isLast) return [fault(`${at}.upTo`, shown(upTo), 'none on the last band, which takes all that is higher')];
      const found: FaultInFile[] = [];
      const before = bands[index - 1]?.upTo;
      if (before !== undefined && upTo <= before) {
        found.push(fault(`${at}.upTo`, `${upTo} after ${before}`, 'bands that rise'));
      }
      if (upTo < plausible.least || upTo >= plausible.most) {
        found.push(
          fault(`${at}.upTo`, shown(upTo), `a plausible value, ${plausible.least} to below ${plausible.most}`),
        );
      }
      if (Number(upTo.toFixed(resolution === 1 ? 0 : 1)) !== upTo) {
        found.push(fault(`${at}.upTo`, shown(upTo), `a multiple of the resolution, ${resolution}`));
      }
      return found;
    })
    .concat(dipFaults(bands, path));
}

/** Points may only fall towards the normal band and rise beyond it: a value further from normal never scores less. */
function dipFaults(bands: Bands, path: string): readonly FaultInFile[] {
  const least = Math.min(...bands.map(({ points }) => points));
  const first = bands.findIndex(({ points }) => points === least);
  return bands.flatMap(({ points }, index) => {
    const nearer = index < first ? bands[index + 1] : bands[index - 1];
    if (index === first || nearer === undefined || points >= nearer.points) return [];
    const expected = `at least the ${nearer.points} of the band beside it, which is nearer to normal`;
    return [fault(`${path}[${index}].points`, shown(points), expected)];
  });
}

function tierFaults(chart: ChartFile): readonly FaultInFile[] {
  const { tiers } = chart;
  const most = mostPoints(chart);
  return tiers.flatMap((tier, index) => {
    const at = `tiers[${index}]`;
    const before = tiers[index - 1];
    return [
      ...(index === tiers.length - 1 ? lastTierFaults(tier, at) : conditionFaults(tier, at, most)),
      ...(before === undefined ? [] : orderFaults(before, tier, at)),
    ];
  });
}

function lastTierFaults(tier: ChartTier, at: string): readonly FaultInFile[] {
  const found: FaultInFile[] = [];
  if (tier.tier !== 'low') found.push(fault(`${at}.tier`, shown(tier.tier), '"low" as the last'));
  if (tier.totalAtLeast !== undefined || tier.anyParameterAtLeast !== undefined) {
    found.push(fault(at, 'a condition on the last tier', 'none: it holds where no other does'));
  }
  return found;
}

function conditionFaults(tier: ChartTier, at: string, most: number): readonly FaultInFile[] {
  const { totalAtLeast, anyParameterAtLeast } = tier;
  if (totalAtLeast === undefined && anyParameterAtLeast === undefined) {
    return [fault(at, 'no condition', 'totalAtLeast or anyParameterAtLeast on every tier but the last')];
  }
  if (anyParameterAtLeast === 0) return [fault(`${at}.anyParameterAtLeast`, '0', '1 to 3')];
  if (totalAtLeast !== undefined && totalAtLeast > most) {
    return [fault(`${at}.totalAtLeast`, shown(totalAtLeast), `at most ${most}, which is all that the chart can give`)];
  }
  return [];
}

function orderFaults(before: ChartTier, tier: ChartTier, at: string): readonly FaultInFile[] {
  const found: FaultInFile[] = [];
  if (compareTiers(tier.tier, before.tier) >= 0) {
    found.push(
      fault(`${at}.tier`, `${shown(tier.tier)} after ${shown(before.tier)}`, 'the most urgent first, each once'),
    );
  }
  if (
    tier.totalAtLeast !== undefined &&
    before.totalAtLeast !== undefined &&
    tier.totalAtLeast >= before.totalAtLeast
  ) {
    const expected = `less than the ${before.totalAtLeast} of the tier before`;
    found.push(fault(`${at}.totalAtLeast`, shown(tier.totalAtLeast), expected));
  }
  if (tier.monitorEveryMinutes < before.monitorEveryMinutes) {
    const expected = `at least the ${before.monitorEveryMinutes} of the more urgent tier before`;
    found.push(fault(`${at}.monitorEveryMinutes`, shown(tier.monitorEveryMinutes), expected));
  }
  return found;
}

/** The highest total that the chart can give, on whichever scale and in whichever stages. */
export function mostPoints({ parameters }: ChartFile): number {
  const most = parameters.map((parameter) => Math.max(...[parameter, ...parameterStages(parameter)].map(mostOf)));
  return most.reduce((sum, points) => sum + points, 0);
}

function mostOf(parameter: ChartParameter): number {
  if (parameter.form === 'choice') return Math.max(0, ...Object.values(parameter.points));
  if (parameter.form === 'oxygen') return Math.max(parameter.air, parameter.oxygen);
  const { bands, scale2 } = parameter;
  const all = [...bands, ...(scale2?.onAir ?? []), ...(scale2?.onOxygen ?? [])];
  return Math.max(...all.map(({ points }) => points));
}

function fault(path: string, found: string, expected: string): FaultInFile {
  return { path, message: `Found ${found}; expected ${expected}.` };
}
