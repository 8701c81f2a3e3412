import { z } from 'zod';

import { readSettings, SettingsError } from './settings.ts';

const Settings = z.object({
  DATABASE_URL: z.url().describe('Where Postgres is.'),
  LATENESS_HOURS: z.coerce.number().int().min(1).default(24).describe('How late a reading may be.'),
});

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings('The scoring service', Settings, environment);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.faults.map(({ setting }) => setting);
  }
}

describe('reading settings', () => {
  it('takes what is set, the default for what is not, and nothing else', () => {
    const environment = { DATABASE_URL: 'postgres://localhost/homeward', HOME: '/home/ward' };
    expect(readSettings('The scoring service', Settings, environment)).toEqual({
      DATABASE_URL: 'postgres://localhost/homeward',
      LATENESS_HOURS: 24,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://localhost/homeward', LATENESS_HOURS: ' ' })).toEqual([]);
  });

  it('lists every fault at once', () => {
    expect(faultsOf({ DATABASE_URL: 'nowhere', LATENESS_HOURS: '0' })).toEqual(['DATABASE_URL', 'LATENESS_HOURS']);
  });

  it('names the service and each setting, but never repeats a value', () => {
    expect(() => readSettings('The scoring service', Settings, { DATABASE_URL: 'hunter2' })).toThrow(
      /The scoring service cannot start; 1 setting\(s\) are wrong:\n {2}DATABASE_URL: (?!.*hunter2)/u,
    );
  });
});
