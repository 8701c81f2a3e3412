import { fullSet } from '../outside/gateway-client.ts';
import { everySurroundings } from '../outside/surroundings.ts';
import { eventually } from '#libs/fixtures';
import { type PatientOnWard, WardOnAManualClock } from '../outside/ward-on-a-manual-clock.ts';

// What is due by itself has no message that would come again after a crash: it has to be written down.
describe.each(await everySurroundings())(
  'kill -9 of everything while something is waited for, %s',
  (_where, surround) => {
    let ward: WardOnAManualClock;
    let patient: PatientOnWard;

    beforeAll(async () => {
      ward = await WardOnAManualClock.open(surround);
      patient = await ward.admit({ plan: { dueEveryMinutes: { temperature: 60 } }, devices: ['wearable', 'tablet'] });
      await patient.settle(fullSet());
    }, 120_000);

    afterAll(() => ward.close(), 60_000);

    /** Ids of requests of each kind, over all connections: one that was on its way when the axe fell comes again. */
    const asked = { device: new Set<string>(), patient: new Set<string>() };
    const listen = (): typeof asked => {
      for (const { asks, codes, requestId } of patient.requests()) {
        if ((asks === 'device' || asks === 'patient') && codes.includes('temperature')) asked[asks].add(requestId);
      }
      return asked;
    };

    it('each rung of the ladder is reached once, whatever dies between them', async () => {
      await ward.pass(74);
      await ward.killHardAndRestart();
      await ward.pass(2);
      await eventually(() => listen().device.size > 0, { what: 'the device to be asked' });
      await ward.killHardAndRestart();
      await ward.pass(15);
      await eventually(() => listen().patient.size > 0, { what: 'the patient to be asked' });
      await ward.killHardAndRestart();
      await ward.pass(90);
      await patient.task('missing-readings');
      await patient.alert('silence');
      const partial = await patient.newestScore('a partial score', ({ complete }) => !complete);
      expect(partial.because).toBe('aged-out');
      listen();
      expect([asked.device.size, asked.patient.size]).toEqual([1, 1]);
      expect((await patient.alerts('')).filter(({ condition }) => condition === 'silence')).toHaveLength(1);
    }, 200_000);
  },
);
