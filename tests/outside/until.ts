/**
 * Asks again and again until the answer is there. Tests wait for what they expect, never for a length of time in hope.
 *
 * @param what is named in the error when the deadline passes.
 * @param look returns undefined, or rejects, for as long as it is not so.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  { withinMs = 20_000, everyMs = 25 }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const start = performance.now();
  let lastError: unknown;
  while (performance.now() - start < withinMs) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`Not within ${String(withinMs)} ms: ${what}`, { cause: lastError });
}
