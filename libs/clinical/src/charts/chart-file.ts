import { z } from 'zod';
import { tiers } from './tiers.ts';
import { observationCodes } from '../vital-signs/observation-codes.ts';

/** Why a chart cannot be used for a patient. */
export const exclusions = ['under-16', 'pregnant'] as const;
export type Exclusion = (typeof exclusions)[number];

const points = z.literal([0, 1, 2, 3]);
export type Points = z.infer<typeof points>;

/** Consecutive bands from the lowest value up: each reaches up to its own end, that included; the last has no end. */
const Bands = z.array(z.strictObject({ upTo: z.number().optional(), points })).min(1);
export type Bands = z.infer<typeof Bands>;

/** From which week on other cells hold: of gestation, or after the pregnancy has ended (0 from its end on). */
export const StageStart = z.union([
  z.strictObject({ gestationWeek: z.number().int().min(1).max(44) }),
  z.strictObject({ postnatalWeek: z.number().int().min(0).max(52) }),
]);
export type StageStart = z.infer<typeof StageStart>;

/** Cells that take the place of the parameter's own from a stage of the pregnancy on; in the order in which they begin. */
function stagesWith<Cells extends z.ZodRawShape>(cells: Cells) {
  return z
    .array(z.strictObject({ from: StageStart, ...cells }))
    .min(1)
    .optional();
}

const parameter = {
  /** The name by which scores, inputs and explanations call it, in camel case. */
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  code: z.enum(observationCodes),
  /** As a clinician says it. */
  title: z.string().min(1),
};

/** One parameter of a chart. The value is brought to the chart's resolution, as its `rounding` says, before it is looked up. */
export const ChartParameter = z.discriminatedUnion('form', [
  z.strictObject({
    ...parameter,
    form: z.literal('bands'),
    resolution: z.literal([1, 0.1]),
    bands: Bands,
    /** In force while SpO2 scale 2 is prescribed. */
    scale2: z.strictObject({ onAir: Bands, onOxygen: Bands }).optional(),
    stages: stagesWith({ bands: Bands }),
  }),
  z.strictObject({
    ...parameter,
    form: z.literal('choice'),
    points: z.record(z.string(), points),
    stages: stagesWith({ points: z.record(z.string(), points) }),
  }),
  z.strictObject({
    ...parameter,
    form: z.literal('oxygen'),
    air: points,
    oxygen: points,
    stages: stagesWith({ air: points, oxygen: points }),
  }),
]);
export type ChartParameter = z.infer<typeof ChartParameter>;

/**
 * What makes a tier: the first of the list that holds, most urgent first. Of a total and a parameter either is enough;
 * one that asks for neither always holds.
 */
export const ChartTier = z.strictObject({
  tier: z.enum(tiers),
  totalAtLeast: z.number().int().min(1).optional(),
  anyParameterAtLeast: points.optional(),
  /** A site's or Homeward's own: charts name an urgency. Null where no time is stated. */
  respondWithinMinutes: z.number().int().min(1).nullable(),
  /** How often to measure, in the chart's words and in minutes. */
  monitoring: z.string().min(1),
  monitorEveryMinutes: z.number().int().min(1),
});
export type ChartTier = z.infer<typeof ChartTier>;

/**
 * How a value between two steps of the chart is looked up: by the nearer one, halves up, as people who fill the chart in
 * by hand do; or `conservative`, by whichever of the two gives more points, so that 91.5 % counts as 91 %.
 */
const roundings = ['half-up', 'conservative'] as const;

/** An early-warning chart as it was published: `libs/clinical/rule-sets/charts/<id>.json`. */
export const ChartFile = z.strictObject({
  kind: z.literal('chart'),
  /** What a score names as its rule set: `news2-2017`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** As it is said in words: `NEWS2`. */
  title: z.string().min(1),
  source: z.string().min(1),
  notFor: z.array(z.enum(exclusions)),
  /** `half-up` where it is not given. */
  rounding: z.enum(roundings).optional(),
  parameters: z.array(ChartParameter).min(1),
  /** Most urgent first; the last, `low`, holds where no other does. */
  tiers: z.array(ChartTier).min(2),
  /** Where the total is known to be 0 and may be measured less often than the lowest tier says. */
  whenNought: z
    .strictObject({ monitoring: z.string().min(1), monitorEveryMinutes: z.number().int().min(1) })
    .optional(),
});
export type ChartFile = z.infer<typeof ChartFile>;
