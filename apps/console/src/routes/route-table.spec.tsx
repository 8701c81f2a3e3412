import { AlertId, type Me, PatientId, permissions, type Role, WardId } from '#libs/contracts';
import { pathTo } from '../navigation/paths.ts';
import { entriesFor, landingPath } from './landing.ts';
import { routeOf, routes } from './route-table.tsx';

const id = '059aae35-fb84-5dc0-b5d2-2b776d0eeec7';
const [wardId, patientId, alertId] = [WardId.parse(id), PatientId.parse(id), AlertId.parse(id)];

describe('The table of routes', () => {
  it.each([
    ['a ward', pathTo.board(wardId), '/wards/:wardId'],
    ['a patient', pathTo.patient(patientId), '/patients/:patientId'],
    ['a plan', pathTo.plan(patientId), '/patients/:patientId/plan'],
    ['a ward whose id is none', '/wards/7', undefined],
    ['a part of a ward that there is not', `/wards/${id}/plan`, undefined],
    ['nothing', '/nowhere', undefined],
  ])('has for %s, %s, the page %s', (_what, path, pattern) => {
    expect(routeOf(path)?.path).toBe(pattern);
  });

  it('has a page for every path that links lead to', () => {
    const addresses = Object.values(pathTo).map((path) => (typeof path === 'string' ? path : path(id as never)));
    const paths = addresses.map((address) => address.replace(/#.*/, ''));
    // Home leads to another page, and signing in ends outside the frame.
    const apart: readonly string[] = [pathTo.home, pathTo.signedIn];
    const withoutPage = paths.filter((path) => !apart.includes(path) && routeOf(path) === undefined);
    expect(withoutPage).toEqual([]);
    expect(routeOf(pathTo.alert(alertId))).toBeDefined();
  });

  it('has each path once', () => {
    const paths = routes.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

const personOf = (role: Role, permitted: Me['permissions']): Me => ({ id, name: 'N', role, permissions: permitted });

describe('The rail', () => {
  it('has no entry that the person may not open', () => {
    const entries = entriesFor(personOf('operations', ['view-wards']), routes);
    expect([...entries.values()].map(({ permission }) => permission)).not.toContain('view-patients');
  });

  it('has at most seven entries', () => {
    expect(entriesFor(personOf('administrator', [...permissions]), routes).size).toBeLessThanOrEqual(7);
  });
});

describe('Work begins', () => {
  it.each<[Role, Me['permissions'], string]>([
    ['nurse', ['view-wards', 'view-patients'], pathTo.now],
    ['operations', ['view-wards', 'view-devices'], pathTo.flow],
    ['administrator', [...permissions], pathTo.manage],
  ])('for %s, with %j, at %s', (role, permitted, path) => {
    expect(landingPath(personOf(role, permitted), routes)).toBe(path);
  });
});
