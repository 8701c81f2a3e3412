import { HomewardSettings } from './settings.ts';

describe('NODE_ENV', () => {
  it.each(['production', 'Production', 'PRODUCTION'])('%s is production', (value) => {
    expect(HomewardSettings.parse({ NODE_ENV: value }).NODE_ENV).toBe('production');
  });

  it.each(['prod', 'live', 'production '])('%j is refused, rather than taken for something else', (value) => {
    expect(HomewardSettings.safeParse({ NODE_ENV: value }).success).toBe(false);
  });

  it('may be left out', () => {
    expect(HomewardSettings.parse({}).NODE_ENV).toBeUndefined();
  });
});
