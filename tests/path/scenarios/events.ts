import type { WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';

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
  });
}
