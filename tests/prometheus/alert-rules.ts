import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { rulesFolder } from './prometheus-programs.ts';

const AlertRule = z.strictObject({
  alert: z.string().regex(/^Homeward[A-Z]\w+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook: z.string() }),
});
export type AlertRule = z.infer<typeof AlertRule>;

const RuleFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(AlertRule).min(1) })).min(1),
});

const RuleTests = z.object({
  rule_files: z.array(z.string()),
  tests: z.array(
    z.object({
      name: z.string(),
      promql_expr_test: z.array(
        z.object({ expr: z.string(), exp_samples: z.array(z.object({ labels: z.string(), value: z.number() })) }),
      ),
    }),
  ),
});

export const ruleFiles: readonly string[] = globSync('*.rules.yml', { cwd: rulesFolder }).toSorted();

const yaml = (file: string): unknown => parse(readFileSync(join(rulesFolder, file), 'utf8'));

export const ruleGroups = ruleFiles.flatMap((file) => RuleFile.parse(yaml(file)).groups);
export const alertRules: readonly AlertRule[] = ruleGroups.flatMap(({ rules }) => rules);
export const ruleTests = RuleTests.parse(yaml('alerts.test.yml'));
