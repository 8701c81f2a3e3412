import { ChartFile, GeneralRulesFile, PathwayFile } from '#libs/clinical';
import { z } from 'zod';

/**
 * The id of a pathway or of general rules (their newest version) or of a chart, or one version of the former: `heart-failure@1`.
 */
export const RuleSetKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*(?:@[1-9]\d*)?$/, 'an id such as news2-2017, or a version such as heart-failure@1');
export type RuleSetKey = z.infer<typeof RuleSetKey>;

/** One of the rule sets in force, as the list shows it. */
export const RuleSetSummary = z.object({
  kind: z.enum(['pathway', 'chart', 'general-rules']),
  /** What scores and plans name: `heart-failure@1` of a pathway, `news2-2017` of a chart; `anybody@1` of general rules. */
  key: z.string(),
  id: z.string(),
  /** Null for a chart, which is as it was published. */
  version: z.number().int().nullable(),
  title: z.string(),
  source: z.string(),
  /** Of what has versions: whether a patient who is admitted now gets it, as against one who was when it was the newest. */
  newest: z.boolean(),
});
export type RuleSetSummary = z.infer<typeof RuleSetSummary>;

/** How long a trend rule of a pathway takes at most to alert, worked out from how often the pathway asks for what it looks at. */
const TrendDelay = z.object({
  /** The rule. */
  id: z.string(),
  /** Null where the pathway does not ask for it: as soon as it is measured. */
  measuredEveryMinutes: z.number().nullable(),
  /** From a change by as much as the rule asks until the alert, where no second value comes sooner; null as above. */
  alertsWithinMinutes: z.number().nullable(),
});

/** One rule set, whole, as its file says it; of a pathway also how soon its trends alert. */
export const RuleSet = z.discriminatedUnion('kind', [
  PathwayFile.extend({ detectionDelays: z.array(TrendDelay) }),
  ChartFile,
  GeneralRulesFile,
]);
export type RuleSet = z.infer<typeof RuleSet>;
