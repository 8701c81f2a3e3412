import { deteriorating, fullSet } from '../../outside/gateway-client.ts';
import type { WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';
import { eventually } from '#libs/fixtures';

const weight = (value: number) => [{ code: 'body-weight', value, unit: 'kg' }];

export function pathways(ward: () => WardOnAManualClock): void {
  describe('pathways', () => {
    it('in end-of-life care the score is shown and nobody is alerted', async () => {
      const patient = await ward().admit({ pathway: 'end-of-life' });
      const score = await patient.settle(fullSet(deteriorating), ({ pathway }) => pathway === 'end-of-life@1');
      expect(score).toMatchObject({ total: 13, tier: 'high' });
      await ward().pass(1);
      await patient.settle(fullSet(deteriorating));
      const row = await eventually(
        async () => ((await patient.boardRow())?.score?.total === 13 ? await patient.boardRow() : undefined),
        { what: 'the score on the board' },
      );
      expect(row.alerts).toEqual([]);
    });

    it('complex maternity scores by the obstetric chart, on which a systolic of 165 is an emergency', async () => {
      const patient = await ward().admit({ pathway: 'complex-maternity', birthDate: '1996-05-06' });
      const usual = [...fullSet(), { code: 'diastolic-pressure', value: 78, unit: 'mm[Hg]' }];
      const score = await patient.settle(usual, ({ pathway }) => pathway === 'complex-maternity@1');
      expect(score).toMatchObject({ ruleSet: 'obstetric-meows-2012', tier: 'low' });
      expect(score.components).toHaveProperty('diastolicPressure', 0);
      await ward().pass(5);
      const raised = await patient.settle([{ code: 'systolic-pressure', value: 165, unit: 'mm[Hg]' }]);
      expect(raised).toMatchObject({ tier: 'high', components: { systolicPressure: 3 } });
      expect(await patient.alert('score')).toMatchObject({ tier: 'high' });
    });

    it('a pregnancy is scored by the obstetric chart on any pathway, and a child alerts by thresholds alone', async () => {
      const pregnant = await ward().admit({ pathway: 'frailty', plan: { pregnancy: {} } });
      const sick = fullSet(deteriorating);
      const byObstetricChart = ({ ruleSet }: { ruleSet: string }) => ruleSet === 'obstetric-meows-2012';
      expect(await pregnant.settle(sick, byObstetricChart)).toMatchObject({ tier: 'high' });
      expect(await pregnant.alert('score')).toMatchObject({ tier: 'high' });
      const birthDate = `${String(ward().now.getUTCFullYear() - 9)}-01-15`;
      const child = await ward().admit({ birthDate, noChartReason: 'No other ward can take her' });
      await child.send(sick);
      expect(await child.alert('threshold:critical-respiration-rate-above')).toMatchObject({ tier: 'high' });
      expect(await child.boardRow()).toMatchObject({ exclusion: 'under-16', score: null });
      expect(await child.scores()).toEqual([]);
    });

    it('two kilograms in three days alert in heart failure, and one wild reading that the next refutes does not', async () => {
      const patient = await ward().admit({ pathway: 'heart-failure', devices: ['scales', 'wearable'] });
      const wild = await ward().admit({ pathway: 'heart-failure', devices: ['scales', 'wearable'] });
      const days = [
        [80, 80],
        [80.2, 80.1],
        [80.1, 86],
        [81.2, 80.2],
        [82.3, 80],
        [82.4, 80.1],
      ] as const;
      for (const [gaining, steady] of days) {
        await patient.send(weight(gaining));
        await wild.send(weight(steady));
        await ward().pass(5);
        // What is not refuted within the hour alerts.
        if (steady === 86) {
          await wild.send(weight(80.1));
          // A score of what was sent after it says that it has been read, before the hour is over.
          await wild.send(fullSet(), { device: 'wearable' });
          await wild.scoreAt(ward().now);
        }
        await ward().pass(715);
      }
      expect(await patient.alert('trend:weight-gain')).toMatchObject({ tier: 'medium', scoreId: null });
      const conditions = (await wild.alerts('')).map(({ condition }) => condition);
      expect(conditions).not.toContain('trend:weight-gain');
    });
  });
}
