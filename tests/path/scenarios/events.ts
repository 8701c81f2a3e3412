import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { eventually } from '#libs/fixtures';
import type { WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';

const minutes = 60_000;
const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });

/** The general pathway, where a person who leaves the bed about now is to be back in 20 minutes: it is night whenever tests run. */
async function sensorsAtHome(now: Date): Promise<string> {
  // A file of this repository, which its own tests hold to its shape.
  const general = JSON.parse(
    await readFile(resolve('libs/clinical/rule-sets/pathways/general.v1.json'), 'utf8'),
  ) as object;
  const [from, until] = [-120, 120].map((after) => london.format(now.getTime() + after * minutes));
  const absence = { between: { from, until }, backWithinMinutes: 20 };
  const events = [{ code: 'bed-left', tier: 'medium', reason: 'ring.', standsForMinutes: 480, absence }];
  return JSON.stringify({ ...general, id: 'sensors-at-home', title: 'Sensors at home', events });
}

export function events(ward: () => WardOnAManualClock): void {
  describe('what happens', () => {
    it('a call button pressed in end-of-life care alerts at the high tier, whatever its message says beside its code', async () => {
      const patient = await ward().admit({ pathway: 'end-of-life' });
      await patient.send([{ code: 'call-for-help', value: 'pressed' }]);
      expect(await patient.alert('event:call-for-help')).toMatchObject({ tier: 'high', conditionKind: 'event' });
    });

    it('a fall alerts after a minute, and one that the person cancels does not', async () => {
      const patient = await ward().admit();
      const other = await ward().admit();
      await patient.send([{ code: 'fall', value: 'happened' }]);
      await other.send([{ code: 'fall', value: 'happened' }]);
      await ward().pass(0.5);
      await other.send([{ code: 'fall', value: 'cancelled' }]);
      await ward().pass(1);
      expect(await patient.alert('event:fall')).toMatchObject({ tier: 'high' });
      expect(await other.alerts('')).toEqual([]);
    });

    it('a person who leaves the bed at night and is not back in time is alerted for, also where the service was restarted meanwhile', async () => {
      await ward().putRuleSet('sensors-at-home.v1.json', await sensorsAtHome(ward().now));
      await eventually(
        async () =>
          (await ward().nurse.all<{ id: string }>('/api/v1/rule-sets')).find(({ id }) => id === 'sensors-at-home'),
        { what: 'the pathway' },
      );
      const [patient, other] = [
        await ward().admit({ pathway: 'sensors-at-home', devices: ['wearable', 'tablet'] }),
        await ward().admit({ pathway: 'sensors-at-home' }),
      ];
      await patient.send([{ code: 'bed-left', value: 'happened' }]);
      await other.send([{ code: 'bed-left', value: 'happened' }]);
      await ward().pass(5);
      await ward().killHardAndRestart();
      // One sensor says nothing of what another said.
      await patient.send([{ code: 'bed-left', value: 'cancelled' }], { device: 'tablet' });
      await other.send([{ code: 'bed-left', value: 'cancelled' }]);
      await ward().pass(16);
      const alert = await patient.alert('event:bed-left');
      expect(alert).toMatchObject({ tier: 'medium', reason: expect.stringContaining('not back within 20 min') });
      expect(await other.alerts('')).toEqual([]);
      await ward().pass(1);
      await patient.send([{ code: 'bed-left', value: 'cancelled' }]);
      await patient.alert('event:bed-left', ({ currentTier }) => currentTier === 'low');
      expect(
        await ward().nurse.all(`/api/v1/alerts?patientId=${patient.patientId}&asOf=${alert.raisedAt}`),
      ).toMatchObject([{ id: alert.id, currentTier: 'medium' }]);
    });
  });
}
