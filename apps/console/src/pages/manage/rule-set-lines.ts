/** One fact of a rule set: where in it, and what it says. */
export interface RuleSetLine {
  readonly path: string;
  readonly value: string;
}

/** A line of two versions: what each says, null where one does not have it. */
export interface ComparedLine {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Everything that a rule set says, a line each: `measures › pulse-rate › due every minutes: 360`. */
export function ruleSetLines(part: unknown, path: readonly string[] = []): readonly RuleSetLine[] {
  if (Array.isArray(part)) {
    return part.flatMap((item: unknown, index) => ruleSetLines(item, [...path, nameOf(item) ?? String(index + 1)]));
  }
  if (typeof part === 'object' && part !== null) {
    return Object.entries(part).flatMap(([name, value]) => ruleSetLines(value, [...path, inWords(name)]));
  }
  return [
    { path: path.join(' › '), value: part === null ? '–' : typeof part === 'string' ? part : JSON.stringify(part) },
  ];
}

/** Of a list the items go by what identifies them, so that one that was added does not move the others. */
function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const known = new Map<string, unknown>(Object.entries(item));
  const name = ['id', 'name', 'code', 'tier'].map((key) => known.get(key)).find((value) => typeof value === 'string');
  return typeof name === 'string' ? name : undefined;
}

/** `dueEveryMinutes` as `due every minutes`. */
const inWords = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLocaleLowerCase('en-GB')}`);

/** What two versions say differently. */
export function comparedLines(before: readonly RuleSetLine[], after: readonly RuleSetLine[]): readonly ComparedLine[] {
  const [old, now] = [before, after].map((lines) => new Map(lines.map(({ path, value }) => [path, value])));
  const paths = [...new Set([...before, ...after].map(({ path }) => path))];
  return paths
    .map((path) => ({ path, before: old?.get(path) ?? null, after: now?.get(path) ?? null }))
    .filter((line) => line.before !== line.after);
}
