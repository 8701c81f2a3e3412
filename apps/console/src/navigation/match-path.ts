/** What a path has where its pattern has a name: `/wards/:wardId`. */
export type PathValues = Readonly<Record<string, string>>;

/** The values of a path that has the form of the pattern; undefined for a path of another form. */
export function matchPath(pattern: string, path: string): PathValues | undefined {
  const wanted = partsOf(pattern);
  const found = partsOf(path);
  if (wanted.length !== found.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decoded(found[index] ?? '');
    if (value === undefined) return undefined;
    if (part.startsWith(':')) values[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return values;
}

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray percent sign: there is no page of that name.
    return undefined;
  }
}
