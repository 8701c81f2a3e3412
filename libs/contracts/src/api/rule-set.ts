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

/** One rule set, whole, as its file says it. */
export const RuleSet = z.discriminatedUnion('kind', [PathwayFile, ChartFile, GeneralRulesFile]);
export type RuleSet = z.infer<typeof RuleSet>;
