import { digestOfSecret, newGatewaySecret, secretMatches } from './gateway-secrets.ts';

describe("A gateway's secret", () => {
  it('has 256 bits, and is new each time', () => {
    const secrets = Array.from({ length: 50 }, newGatewaySecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('matches its own digest and no other', () => {
    const secret = newGatewaySecret();
    expect(secretMatches(secret, digestOfSecret(secret))).toBe(true);
    expect(secretMatches(newGatewaySecret(), digestOfSecret(secret))).toBe(false);
    expect(secretMatches(secret, 'not a digest')).toBe(false);
  });
});
