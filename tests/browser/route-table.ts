import { readFileSync } from 'node:fs';

const read = (path: string): string => readFileSync(new URL(`../../apps/console/src/${path}`, import.meta.url), 'utf8');

/**
 * The pattern of each page of the console, as its table of routes has them: `/wards/:wardId/beds`. Read as text: what is
 * tested from outside imports nothing of the console's.
 */
export function routePatterns(): readonly string[] {
  const named = new Map(
    [...read('navigation/paths.ts').matchAll(/^ {2}(\w+): '([^']+)',$/gm)].map(([, name = '', path = '']) => [
      name,
      path,
    ]),
  );
  const tables = ['route-table', 'flow-routes', 'staff-routes', 'capacity-routes']
    .map((name) => read(`routes/${name}.tsx`))
    .join('\n');
  return [...tables.matchAll(/^ {4}path: (?:pathTo\.(\w+)|'([^']+)'),$/gm)].map(([, name = '', path]) => {
    const pattern = path ?? named.get(name);
    if (pattern === undefined) throw new Error(`There is no path ${name}.`);
    return pattern;
  });
}

/** The pattern that a path is of: the first that fits, as the console has it. */
export function patternOf(path: string): string | undefined {
  const [bare = ''] = path.split(/[?#]/);
  return routePatterns().find((pattern) => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(bare));
}
