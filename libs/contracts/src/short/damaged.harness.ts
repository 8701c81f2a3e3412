/** The JSON with one of its values, anywhere in it, put in the place of another. */
export function damaged(json: unknown, at: number, by: unknown): unknown {
  let passed = -1;
  const walk = (value: unknown): unknown => {
    passed += 1;
    if (passed === at) return by;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member)]));
  };
  return walk(json);
}
