/**
 * Folders that know each other in a circle, which rules about single files cannot see: alerts/a.ts may know wards/b.ts and
 * wards/c.ts may know alerts/d.ts without any circle of files. Folders with the same parent are compared, each with all
 * that is below it; a file beside them is none of them, and puts them together.
 */

const isTest = (path) => /\.(?:spec|int-spec)\.tsx?$/.test(path);

/** Of two paths the folders in which they part, with the folder that has both; undefined where one file stands above. */
function partingFolders(from, to) {
  const [one, other] = [from.split('/'), to.split('/')];
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at < 0 || at === one.length - 1 || at === other.length - 1) return undefined;
  return { parent: one.slice(0, at).join('/'), from: one[at], to: other[at] };
}

/**
 * One circle for each parent that has any, as a text: `apps/clinician/src: alerts → wards → alerts`, with the imports that
 * make it.
 *
 * @param modules of a report of dependency-cruiser.
 */
export function folderCycles(modules) {
  const parents = new Map();
  for (const { source, dependencies } of modules) {
    if (isTest(source) || !/^(?:apps|libs)\//.test(source)) continue;
    for (const { resolved } of dependencies) {
      const parting = /^(?:apps|libs)\//.test(resolved) ? partingFolders(source, resolved) : undefined;
      if (parting === undefined) continue;
      const folders = parents.get(parting.parent) ?? new Map();
      const known = folders.get(parting.from) ?? new Map();
      if (!known.has(parting.to)) known.set(parting.to, `${source} → ${resolved}`);
      parents.set(parting.parent, folders.set(parting.from, known));
    }
  }
  return [...parents].flatMap(([parent, folders]) => {
    const circle = firstCircle(folders);
    if (circle === undefined) return [];
    const imports = circle.slice(1).map((folder, index) => `  ${folders.get(circle[index]).get(folder)}`);
    return [[`${parent}: ${circle.join(' → ')}`, ...imports].join('\n')];
  });
}

/** The first way from a folder back to itself. */
function firstCircle(folders) {
  const done = new Set();
  const visit = (folder, way) => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (done.has(folder)) return undefined;
    for (const next of folders.get(folder)?.keys() ?? []) {
      const circle = visit(next, [...way, folder]);
      if (circle !== undefined) return circle;
    }
    done.add(folder);
    return undefined;
  };
  for (const folder of folders.keys()) {
    const circle = visit(folder, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
