import type { SentReading } from '../../outside/gateway-client.ts';
import { fullSet } from '../../outside/gateway-client.ts';
import type { WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';
import { eventually } from '#libs/fixtures';

const temperature: SentReading = { code: 'temperature', value: 36.8, unit: 'Cel' };
/** Everything else is not waited for. The ladder of the pathway: 15, 30, 60 and 120 minutes after it was due. */
const hourlyTemperature = {
  dueEveryMinutes: {
    'respiration-rate': null,
    'oxygen-saturation': null,
    'supplemental-oxygen': null,
    'systolic-pressure': null,
    'diastolic-pressure': null,
    'pulse-rate': null,
    consciousness: null,
    temperature: 60,
  },
};
const devices = ['wearable', 'tablet'] as const;

export function silence(ward: () => WardOnAManualClock): void {
  describe('readings that do not come', () => {
    it('climb the ladder, each rung once, and tell a silent device from a silent patient', async () => {
      const patient = await ward().admit({ plan: hourlyTemperature, devices });
      await patient.settle(fullSet());
      await ward().gateway.sendRaw(patient.device('wearable'), '{"online":false}', 'status');
      const asked = (asks: string) =>
        patient.requests().filter((request) => request.asks === asks && request.why === 'overdue');

      await ward().pass(74);
      expect(patient.requests()).toEqual([]);
      await ward().pass(2);
      const first = await patient.request('the device', ({ asks }) => asks === 'device');
      expect(first).toMatchObject({ deviceId: patient.device('wearable'), codes: ['temperature'], why: 'overdue' });
      await ward().pass(15);
      const second = await patient.request('the patient', ({ asks }) => asks === 'patient');
      expect(second).toMatchObject({ deviceId: patient.device('tablet'), codes: ['temperature'] });
      expect(await patient.tasks()).toEqual([]);

      await ward().pass(30);
      const task = await patient.task('missing-readings');
      expect(task).toMatchObject({ state: 'open', codes: ['temperature'], silentParty: 'device' });
      expect(await patient.alerts()).toEqual([]);
      await ward().pass(60);
      const alert = await patient.alert('silence');
      expect(alert.state).toBe('raised');
      await ward().pass(240);
      expect([asked('device').length, asked('patient').length]).toEqual([1, 1]);

      await patient.send([temperature]);
      await eventually(async () => (await patient.tasks()).length === 0, {
        what: 'the task to be taken back',
      });
      const better = await patient.alert('silence', ({ currentTier }) => currentTier === 'low');
      expect(better).toMatchObject({ id: alert.id, state: 'raised' });
    });

    it('are the patient’s silence where their devices say that they are well', async () => {
      const patient = await ward().admit({ plan: hourlyTemperature, devices });
      await patient.settle(fullSet());
      for (const device of devices) await ward().gateway.sendRaw(patient.device(device), '{"online":true}', 'status');
      await ward().pass(121);
      expect(await patient.task('missing-readings')).toMatchObject({ silentParty: 'patient' });
    });

    it('are forgotten as soon as one comes: the rest of the ladder is not climbed', async () => {
      const patient = await ward().admit({ plan: hourlyTemperature, devices });
      await patient.settle(fullSet());
      await ward().pass(76);
      await patient.request('the device', ({ asks }) => asks === 'device');
      await patient.settle([temperature]);
      await ward().pass(59);
      await patient.settle([temperature]);
      expect(patient.requests()).toHaveLength(1);
      expect([await patient.tasks(''), await patient.alerts('')]).toEqual([[], []]);
    });

    it('are waited for no longer after discharge, not even those that were asked for before', async () => {
      const patient = await ward().admit({ plan: hourlyTemperature, devices });
      await patient.settle(fullSet());
      await ward().pass(76);
      await patient.request('the device', ({ asks }) => asks === 'device');
      await ward().nurse.post(`/api/v1/stays/${patient.stayId}/discharge`, {});
      await ward().pass(240);
      await patient.settle(fullSet());
      expect(patient.requests()).toHaveLength(1);
      // The kit is to be fetched; of readings there is nothing to be done.
      expect((await patient.tasks()).map(({ kind }) => kind)).toEqual(['recover-kit']);
      expect(await patient.alerts('')).toEqual([]);
    });

    it('are not waited for during a pause, which ends by itself and mutes nothing else', async () => {
      const patient = await ward().admit({ plan: hourlyTemperature, devices });
      await patient.settle(fullSet());
      const until8h = ward().inMinutes(480).toISOString();
      await ward().nurse.post(`${patient.path}/pauses`, { reason: 'asleep', until: until8h });
      expect((await patient.boardRow())?.pause).toMatchObject({ reason: 'asleep', until: until8h });
      await ward().pass(400);
      await patient.settle([{ code: 'consciousness', value: 'V' }]);
      expect(await patient.alert('score')).toMatchObject({ tier: 'low-medium' });
      expect(patient.requests()).toEqual([]);
      // A 3 where infection is suspected asks for a screen; no reading is missing.
      expect((await patient.tasks('')).map(({ kind }) => kind)).toEqual(['sepsis-screen']);
      await ward().pass(81);
      expect((await patient.boardRow())?.pause ?? null).toBeNull();
      // Due at the end of the pause, and asked for fifteen minutes later.
      await ward().pass(15);
      await patient.request('the device', ({ asks, why }) => asks === 'device' && why === 'overdue');
      expect((await patient.alerts()).map(({ condition }) => condition)).toEqual(['score']);
    });
  });
}
