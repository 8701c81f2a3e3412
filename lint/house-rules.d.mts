import type { Rule } from 'eslint';

export const houseRules: {
  readonly meta: { readonly name: string };
  readonly rules: Readonly<Record<string, Rule.RuleModule>>;
};
