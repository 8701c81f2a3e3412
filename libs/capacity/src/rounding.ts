/**
 * A ratio of two counts, rounded by whole numbers alone, so that no binary fraction decides a tie: 0.3125 to three
 * decimals is 0.313. Halves are rounded away from zero.
 *
 * @param numerator a whole number from 0 on.
 * @param denominator a whole number above 0.
 * @param decimals how many digits after the point.
 * @returns the digits, with zeros at the end: `70.0`.
 */
export function roundedRatio(numerator: number, denominator: number, decimals: number): string {
  const [above, below] = [BigInt(numerator), BigInt(denominator)];
  const scale = 10n ** BigInt(decimals);
  const scaled = (2n * above * scale + below) / (2n * below);
  const whole = String(scaled / scale);
  return decimals === 0 ? whole : `${whole}.${String(scaled % scale).padStart(decimals, '0')}`;
}
