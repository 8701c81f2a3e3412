import { expectedDischargeFaults } from './expected-discharge.ts';

it.each([
  [null, '2026-11-22T08:00:00Z', true],
  ['2026-11-22', '2026-11-22T23:00:00Z', true],
  ['2026-11-21', '2026-11-22T08:00:00Z', false],
  // By the clocks of the site it is the first of July already.
  ['2026-06-30', '2026-06-30T23:30:00Z', false],
])('a discharge expected on %s is possible at %s: %s', (date, now, isPossible) => {
  expect(expectedDischargeFaults(date, new Date(now), 'date').length === 0).toBe(isPossible);
});
