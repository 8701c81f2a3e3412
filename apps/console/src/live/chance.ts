/** From 0 to 1, another each time: what keeps browsers from doing the same at the same time. */
export const chance = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
