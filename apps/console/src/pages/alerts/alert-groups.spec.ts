import fc from 'fast-check';
import { compareAlerts } from '#libs/contracts';
import { alert } from '../../live/live-events.fixtures.ts';
import { alertGroups } from './alert-groups.ts';

const one = fc
  .record({ of: fc.constantFrom('Ann', 'Bob', 'Cyd'), tier: fc.constantFrom('medium', 'high'), minute: fc.nat(50) })
  .map(({ of, tier, minute }) => ({ ...alert(), patientId: of, tier, id: `${of}-${tier}-${String(minute)}` }) as never);

describe('The alerts by patient', () => {
  it('are all there once, each patient in one group, most urgent first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(one, { selector: ({ id }) => id }), (alerts) => {
        const groups = alertGroups(alerts);
        expect(groups.flatMap((group) => group.alerts).toSorted(compareAlerts)).toEqual(alerts.toSorted(compareAlerts));
        expect(new Set(groups.map(({ patientId }) => patientId)).size).toBe(groups.length);
        const firsts = groups.map((group) => group.alerts[0]);
        expect(firsts).toEqual(firsts.toSorted(compareAlerts));
      }),
    );
  });
});
