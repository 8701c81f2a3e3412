import { PatientId, WardId } from '#libs/contracts';
import { pathTo, routeOf } from './routes.ts';

const id = '059aae35-fb84-5dc0-b5d2-2b776d0eeec7';

describe('which page a path leads to', () => {
  it.each([
    ['/', { page: 'wards' }],
    ['/wards', { page: 'wards' }],
    ['/alerts', { page: 'alerts' }],
    ['/tasks', { page: 'tasks' }],
    [pathTo.plan(PatientId.parse(id)), { page: 'plan', patientId: id }],
    [`/wards/${id}/plan`, { page: 'not-found', path: `/wards/${id}/plan` }],
    [pathTo.board(WardId.parse(id)), { page: 'board', wardId: id }],
    [pathTo.patient(PatientId.parse(id)), { page: 'patient', patientId: id }],
    ['/wards/7', { page: 'not-found', path: '/wards/7' }],
    ['/alerts/7/8', { page: 'not-found', path: '/alerts/7/8' }],
  ])('%s', (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });
});
