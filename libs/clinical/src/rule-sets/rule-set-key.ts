/** What names one version of a rule set: `heart-failure@1`. */
export function ruleSetKey(id: string, version: number): string {
  return `${id}@${version}`;
}
