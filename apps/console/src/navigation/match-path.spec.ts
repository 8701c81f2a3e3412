import { matchPath } from './match-path.ts';

describe('A path matches a pattern', () => {
  it.each([
    ['/', '/', {}],
    ['/wards', '/wards/', {}],
    ['/wards/:wardId', '/wards/7', { wardId: '7' }],
    ['/wards/:wardId/tasks', '/wards/7/tasks', { wardId: '7' }],
    ['/devices/stock/:deviceId', '/devices/stock/oximeter%2F4', { deviceId: 'oximeter/4' }],
    ['/wards/:wardId', '/wards', undefined],
    ['/wards/:wardId', '/wards/7/tasks', undefined],
    ['/wards/:wardId', '/alerts/7', undefined],
    ['/devices/stock/:deviceId', '/devices/stock/%E0%A4%A', undefined],
  ])('%s: %s', (pattern, path, values) => {
    expect(matchPath(pattern, path)).toEqual(values);
  });
});
