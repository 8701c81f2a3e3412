import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChartFile } from '../charts/chart-file.ts';
import type { ChartValue } from '../charts/chart.ts';
import { compileChart } from '../charts/compile-chart.ts';
import { observationKinds } from '../vital-signs/observation-codes.ts';
import { blankCells } from './blank-cells.ts';
import { ruleBookOf } from './rule-book.ts';
import { RuleSetError } from './rule-set-error.ts';

const text = readFileSync(join(import.meta.dirname, '../../rule-set-templates/national-mews.json'), 'utf8');
const template = JSON.parse(text) as { readonly parameters: readonly Cells[]; readonly tiers: readonly object[] };

interface Cells {
  readonly code: keyof typeof observationKinds;
  readonly bands?: readonly object[];
  readonly stages?: readonly { readonly from: object; readonly bands: readonly object[] }[];
}

function filledBands(
  bands: readonly object[],
  { least, most }: { readonly least: number; readonly most: number },
): readonly object[] {
  const endOf = (index: number): number => Math.round(least + ((index + 1) * (most - least)) / (bands.length + 1));
  return bands.map((band, index) => ({ ...band, ...(index < bands.length - 1 && { upTo: endOf(index) }) }));
}

/** Made up so that the file is whole; they are the cells of no chart that is used. */
function filled(): unknown {
  const parameters = template.parameters.map((parameter) => {
    const kind = observationKinds[parameter.code];
    if (kind.form === 'choice') return { ...parameter, points: { A: 0, C: 2, V: 2, P: 2, U: 2 } };
    if (kind.form === 'oxygen') return { ...parameter, air: 0, oxygen: 1 };
    if (kind.form === 'answer' || kind.form === 'event' || parameter.bands === undefined) return parameter;
    const bands = filledBands(parameter.bands, kind.plausible);
    const stages = parameter.stages?.map((stage) => ({
      from: 'gestationWeek' in stage.from ? { gestationWeek: 20 } : { postnatalWeek: 0 },
      bands: filledBands(stage.bands, kind.plausible),
    }));
    return { ...parameter, bands, ...(stages !== undefined && { stages }) };
  });
  const conditions = [{ totalAtLeast: 4, anyParameterAtLeast: 2 }, { totalAtLeast: 2, anyParameterAtLeast: 1 }, {}];
  const tiers = template.tiers.map((tier, index) => ({
    ...tier,
    ...conditions[index],
    respondWithinMinutes: null,
    monitoring: 'made up',
    monitorEveryMinutes: 60 * (index + 1),
  }));
  return { ...template, source: 'made up for tests', parameters, tiers };
}

const faultsOf = (json: unknown): readonly string[] => faultsIn(json).map(({ path }) => path);
const faultMessages = (json: unknown): readonly string[] =>
  faultsIn(json).map(({ path, message }) => `${path}: ${message}`);

function faultsIn(json: unknown): RuleSetError['faults'] {
  try {
    ruleBookOf([{ name: 'mews.json', json }]);
    return [];
  } catch (error) {
    if (!(error instanceof RuleSetError)) throw error;
    return error.faults;
  }
}

/** The file with what is at a path, `tiers[0].monitoring`, as the template has it. */
function blankedAt(json: unknown, path: string): unknown {
  const copy: unknown = structuredClone(json);
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  const last = steps.pop() ?? '';
  // Whatever object or list it is, a step leads to one of its own.
  const holder = steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], copy);
  // The holder of a cell is an object or a list.
  (holder as Record<string, unknown>)[last] = 'fill in';
  return copy;
}

const cells = blankCells(template).map(({ path }) => path);

describe('the template of the national maternity early warning score', () => {
  it('comes without a value in any cell, and is refused with each cell that is to be filled in', () => {
    expect(cells).toContain('source');
    expect(cells).toContain('parameters[0].bands[3].upTo');
    expect(cells).toContain('parameters[7].points.V');
    expect(cells).toContain('tiers[0].anyParameterAtLeast');
    expect(cells).toContain('parameters[5].stages[0].from.gestationWeek');
    expect(cells).toContain('parameters[5].stages[1].bands[0].upTo');
    expect(faultsOf(template)).toEqual(cells);
    expect(text).not.toMatch(/"(upTo|air|oxygen|gestationWeek|postnatalWeek|totalAtLeast|anyParameterAtLeast)": \d/);
  });

  it('is a chart once every cell is filled in', () => {
    expect(faultsOf(filled())).toEqual([]);
  });

  it.each(cells)('is refused while %s alone is not filled in', (path) => {
    expect(faultsOf(blankedAt(filled(), path))).toEqual([path]);
  });
});

describe('the stages of a pregnancy on a chart', () => {
  const stagesAt = (stages: unknown): readonly string[] => {
    const whole = filled() as { readonly parameters: readonly object[] };
    return faultMessages({
      ...whole,
      parameters: whole.parameters.map((one) => ('stages' in one ? { ...one, stages } : one)),
    });
  };
  const bands = [{ upTo: 90, points: 1 }, { points: 0 }];

  it.each<[string, unknown, string]>([
    [
      'that do not rise',
      [
        { from: { gestationWeek: 28 }, bands },
        { from: { gestationWeek: 20 }, bands },
      ],
      'parameters[5].stages[1].from: Found gestation week 20 after gestation week 28; expected weeks that rise, those of gestation first.',
    ],
    [
      'of gestation after one after birth',
      [
        { from: { postnatalWeek: 0 }, bands },
        { from: { gestationWeek: 20 }, bands },
      ],
      'parameters[5].stages[1].from: Found gestation week 20 after postnatal week 0; expected weeks that rise, those of gestation first.',
    ],
    [
      'whose cells would score a value further from normal less',
      [{ from: { gestationWeek: 20 }, bands: [{ upTo: 60, points: 0 }, { upTo: 90, points: 2 }, { points: 1 }] }],
      'parameters[5].stages[0].bands[2].points: Found 1; expected at least the 2 of the band beside it, which is nearer to normal.',
    ],
    [
      'of a week that there is not',
      [{ from: { gestationWeek: 60 }, bands }],
      'parameters[5].stages[0].from.gestationWeek: Found 60',
    ],
  ])('are refused with path, found and expected: %s', (_claim, stages, message) => {
    expect(stagesAt(stages)).toContainEqual(expect.stringContaining(message));
  });
});

describe('a chart of one-point and two-point cells', () => {
  const chart = compileChart(ChartFile.parse(filled()));
  // Oxygen is 1 point on the chart that was made up.
  const normal: readonly (ChartValue | undefined)[] = chart.codes.map((code) => {
    const kind = observationKinds[code];
    if (code === 'oxygen-saturation') return 100;
    if (kind.form === 'choice') return 'A';
    if (kind.form === 'oxygen') return false;
    return kind.form === 'quantity' ? (kind.plausible.least + kind.plausible.most) / 2 : undefined;
  });
  const at = (code: (typeof chart.codes)[number]): number => chart.indexOf(code);
  const level = (values: typeof normal) => chart.score(values, { scale: 1 });

  it('escalates by a single cell', () => {
    expect(level(normal.with(at('supplemental-oxygen'), true))).toMatchObject({ total: 1, tier: 'medium' });
    expect(level(normal.with(at('consciousness'), 'V'))).toMatchObject({ total: 2, tier: 'high' });
  });

  it('escalates by the total of several', () => {
    const fourOnes = (['respiration-rate', 'pulse-rate', 'temperature'] as const).reduce(
      (values, code) => {
        const { bands } = ChartFile.parse(filled()).parameters.find(
          (parameter) => parameter.code === code && parameter.form === 'bands',
        ) as { readonly bands: readonly { readonly upTo?: number }[] };
        return values.with(at(code), bands[1]?.upTo);
      },
      normal.with(at('supplemental-oxygen'), true),
    );
    expect(level(fourOnes)).toMatchObject({ total: 4, tier: 'high' });
  });
});
