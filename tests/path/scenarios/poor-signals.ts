import type { SentReading } from '../../outside/gateway-client.ts';
import { fullSet } from '../../outside/gateway-client.ts';
import type { WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';
import { eventually } from '#libs/fixtures';

const saturation = (value: number, perfusionIndex: number): SentReading => ({
  code: 'oxygen-saturation',
  value,
  unit: '%',
  quality: { perfusionIndex },
});
const poor = saturation(85, 0.1);

/** The acute respiratory pathway takes a perfusion index below 0.3 for poor, and lets it wait for 15 minutes. */
export function poorSignals(ward: () => WardOnAManualClock): void {
  describe('a poor reading that would alert', () => {
    it('asks the device to measure again, and alerts once a good one confirms it', async () => {
      const patient = await ward().admit();
      await patient.settle(fullSet());
      await ward().pass(5);
      await patient.settle([poor]);
      const request = await patient.request('the device is to measure again', ({ why }) => why === 'poor-signal');
      expect(request).toMatchObject({ deviceId: patient.device(), asks: 'device', codes: ['oxygen-saturation'] });
      expect(Date.parse(request.expiresAt)).toBeGreaterThan(ward().now.getTime());
      expect(await patient.alerts()).toEqual([]);
      await ward().pass(1);
      await patient.settle([saturation(85, 2.1)]);
      expect(await patient.alert('score')).toMatchObject({ tier: 'low-medium', state: 'raised' });
      expect(await patient.alert('threshold:saturation-low')).toMatchObject({ tier: 'high' });
      expect(patient.requests().filter(({ why }) => why === 'poor-signal')).toHaveLength(1);
    });

    it('alerts by itself once it has waited out the hard cap', async () => {
      const patient = await ward().admit();
      await patient.settle(fullSet());
      await ward().pass(5);
      await patient.settle([poor]);
      await patient.request('the device is to measure again', ({ why }) => why === 'poor-signal');
      await ward().pass(14);
      expect(await patient.alerts()).toEqual([]);
      await ward().pass(2);
      expect(await patient.alert('threshold:saturation-low')).toMatchObject({ tier: 'high' });
    });

    it('alerts nobody where a good one contradicts it, however long one waits', async () => {
      const patient = await ward().admit();
      await patient.settle(fullSet());
      await ward().pass(5);
      await patient.settle([poor]);
      await patient.request('the device is to measure again', ({ why }) => why === 'poor-signal');
      await ward().pass(1);
      await patient.settle([saturation(97, 2.1)]);
      await ward().pass(20);
      await patient.settle(fullSet());
      expect(await patient.alerts('')).toEqual([]);
    });

    it('shows on the score how good the signal was', async () => {
      const patient = await ward().admit();
      const score = await patient.settle([...fullSet().filter(({ code }) => code !== 'oxygen-saturation'), poor]);
      const input = score.inputs.find(({ code }) => code === 'oxygen-saturation');
      expect(input).toMatchObject({ value: 85, quality: { perfusionIndex: 0.1 }, ageSeconds: 0 });
      const charted = await eventually(
        async () => (await patient.observations()).find(({ code }) => code === 'oxygen-saturation'),
        { what: 'the reading on the chart' },
      );
      expect(charted.quality).toEqual({ perfusionIndex: 0.1 });
    });
  });
}
