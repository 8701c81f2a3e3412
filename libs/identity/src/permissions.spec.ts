import { permissions, roles } from '#libs/contracts';
import { readFileSync } from 'node:fs';
import { may, permissionsOf, permissionsPage } from './permissions.ts';

describe('The permission matrix', () => {
  it('lets nobody but a prescriber prescribe, administrators included', () => {
    expect(roles.filter((role) => may(role, 'prescribe'))).toEqual(['prescriber']);
  });

  it('lets an administrator do everything else', () => {
    expect(permissionsOf('administrator')).toEqual(permissions.filter((permission) => permission !== 'prescribe'));
  });

  it('keeps operations away from charts, alerts and admissions', () => {
    for (const permission of [
      'view-patients',
      'act-on-alerts',
      'admit-and-discharge',
      'record-observations',
    ] as const) {
      expect(may('operations', permission)).toBe(false);
    }
  });

  it('lets a healthcare assistant see, measure and act on alerts, and no more', () => {
    expect(permissionsOf('healthcare-assistant')).toEqual([
      'view-wards',
      'view-patients',
      'record-observations',
      'act-on-alerts',
      'view-staff',
    ]);
  });

  it('is what docs/permissions.md says', () => {
    const page = readFileSync(new URL('../../../docs/permissions.md', import.meta.url), 'utf8');
    expect(page).toBe(permissionsPage());
  });
});
