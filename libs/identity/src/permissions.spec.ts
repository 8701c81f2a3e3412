import { permissions, roles } from '#libs/contracts';
import { readFileSync } from 'node:fs';
import { may, permissionsOf, permissionsPage } from './permissions.ts';
import { permissionConflicts, presupposed } from './separation-of-duties.ts';

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

  it('lets a coordinator give out beds, beyond capacity too, and neither measure, prescribe nor answer alerts', () => {
    for (const permission of ['manage-referrals', 'admit-and-discharge', 'exceed-capacity', 'correct-stays'] as const)
      expect(may('coordinator', permission)).toBe(true);
    for (const permission of ['record-observations', 'act-on-alerts', 'prescribe', 'adjust-monitoring'] as const)
      expect(may('coordinator', permission)).toBe(false);
  });

  it('lets only a coordinator and an administrator admit beyond capacity', () => {
    expect(roles.filter((role) => may(role, 'exceed-capacity'))).toEqual(['coordinator', 'administrator']);
  });

  it.each(permissionConflicts)('keeps $permissions apart, but for $except', ({ permissions: [one, other], except }) => {
    expect(roles.filter((role) => may(role, one) && may(role, other))).toEqual(except);
  });

  it.each(presupposed)('gives $permission only with $presupposes', ({ permission, presupposes }) => {
    expect(roles.filter((role) => may(role, permission) && !may(role, presupposes))).toEqual([]);
  });

  it('lets no role but the administrator both register a device and say whose it is', () => {
    expect(roles.filter((role) => may(role, 'register-devices'))).toEqual(['operations', 'administrator']);
    expect(roles.filter((role) => may(role, 'issue-devices'))).toEqual([
      'nurse',
      'prescriber',
      'coordinator',
      'administrator',
    ]);
  });

  it('is what docs/permissions.md says', () => {
    const page = readFileSync(new URL('../../../docs/permissions.md', import.meta.url), 'utf8');
    expect(page).toBe(permissionsPage());
  });
});
