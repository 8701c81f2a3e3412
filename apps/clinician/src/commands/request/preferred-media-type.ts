/**
 * Which of the media types that can be given an `Accept` header asks for most; the first where it asks for none of them, or
 * for several alike. What it asks for by a range (a star) is the first.
 */
export function preferredMediaType<Type extends string>(
  accept: string | undefined,
  offered: readonly [Type, ...Type[]],
): Type {
  const weights = new Map(
    (accept ?? '').split(',').map((part) => {
      const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [type, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  const weightOf = (type: Type): number => weights.get(type) ?? 0;
  return offered.reduce((best, type) => (weightOf(type) > weightOf(best) ? type : best));
}
