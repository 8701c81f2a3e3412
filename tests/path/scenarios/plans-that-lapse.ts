import { deteriorating, fullSet } from '../../outside/gateway-client.ts';
import type { WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';

const onOxygen = fullSet({ 'oxygen-saturation': 90, 'supplemental-oxygen': 2 });
const pulse = (value: number) => [{ code: 'pulse-rate', value, unit: '/min' }];

export function plansThatLapse(ward: () => WardOnAManualClock): void {
  describe('what is decided for one patient', () => {
    it('scale 2 is a prescription: it says whose, and lapses at its review into scale 1 with a task', async () => {
      const patient = await ward().admit();
      const prescription = { scale: 2, reason: 'Confirmed on blood gas', reviewAt: ward().inMinutes(40).toISOString() };
      const path = `${patient.path}/plan`;
      const refused = await ward().nurse.request('PUT', path, { oxygenScale: prescription });
      expect(refused.status).toBe(403);
      await ward().prescriber.put(path, { oxygenScale: prescription });
      await ward().pass(5);
      const score = await patient.settle(onOxygen, ({ scale }) => scale === 2);
      expect(score).toMatchObject({ total: 2, tier: 'low' });
      expect(score.scalePrescription).toMatchObject({ reason: prescription.reason, reviewAt: prescription.reviewAt });
      expect(await patient.alerts()).toEqual([]);
      await ward().pass(36);
      const lapsed = await patient.newestScore('a score on scale 1', ({ scale }) => scale === 1);
      expect(lapsed).toMatchObject({ total: 5, tier: 'medium', because: 'scale-change', at: prescription.reviewAt });
      expect(await patient.alert('score')).toMatchObject({ tier: 'medium' });
      await patient.task('review-oxygen-scale');
      const plan = await patient.plan();
      expect([plan.oxygenScale, plan.lapsedOxygenScale?.reason]).toEqual([null, prescription.reason]);
    });

    it('a personal threshold alerts where the score would not, until it lapses at its review with a task', async () => {
      const patient = await ward().admit();
      const threshold = {
        effect: 'alert',
        code: 'pulse-rate',
        direction: 'above',
        limit: 100,
        tier: 'medium',
        reason: 'Fast atrial fibrillation last year',
        reviewAt: ward().inMinutes(60).toISOString(),
      };
      await ward().nurse.put(`${patient.path}/plan`, { thresholds: [threshold] });
      await ward().pass(1);
      await patient.settle(fullSet());
      await ward().pass(1);
      const score = await patient.settle(pulse(105));
      expect(score.tier).toBe('low');
      const alert = await patient.alert('threshold:');
      expect(alert).toMatchObject({ tier: 'medium', conditionKind: 'threshold' });
      await ward().nurse.post(`/api/v1/alerts/${alert.id}/acknowledge`);
      await ward().nurse.post(`/api/v1/alerts/${alert.id}/resolve`, {
        outcome: 'other',
        note: 'Had climbed the stairs',
      });
      await ward().pass(60);
      await patient.task('review-threshold');
      await patient.settle(pulse(72));
      await ward().pass(1);
      await patient.settle(pulse(105));
      await ward().pass(1);
      await patient.settle(fullSet());
      expect(await patient.alerts()).toEqual([]);
    });

    it('what is usual for a patient alerts nobody, but no decision switches off the high tier', async () => {
      const patient = await ward().admit();
      const usual = (code: string, direction: string, limit: number) => ({
        effect: 'accept',
        code,
        direction,
        limit,
        reason: 'Usual for her',
        reviewAt: ward().inMinutes(10_000).toISOString(),
      });
      const thresholds = [
        usual('oxygen-saturation', 'below', 85),
        usual('pulse-rate', 'above', 140),
        usual('respiration-rate', 'above', 40),
        usual('systolic-pressure', 'below', 80),
        usual('temperature', 'above', 40),
      ];
      expect((await ward().nurse.request('PUT', `${patient.path}/plan`, { thresholds })).status).toBe(403);
      await ward().prescriber.put(`${patient.path}/plan`, { thresholds });
      await ward().pass(1);
      const accepted = await patient.settle(fullSet({ 'oxygen-saturation': 91 }));
      expect(accepted).toMatchObject({ total: 3, tier: 'low-medium' });
      await ward().pass(1);
      const high = await patient.settle(fullSet(deteriorating));
      expect(high).toMatchObject({ total: 13, tier: 'high' });
      expect(await patient.alert('score')).toMatchObject({ tier: 'high' });
      const [first] = (await patient.alerts('')).filter(({ condition }) => condition === 'score');
      expect(first).toMatchObject({ scoreId: high.id });
    });

    it('with a ceiling of care the score is the same and shown, and what it sets off is what the plan says', async () => {
      const reason = 'Agreed with her and her family';
      const [none, medium] = [
        await ward().admit({ plan: { ceilingOfCare: { alertAtMost: 'none', reason } } }),
        await ward().admit({
          plan: { ceilingOfCare: { alertAtMost: 'medium', reason, instruction: 'Not for hospital: call Dr Ada' } },
        }),
      ];
      const scores = await Promise.all([none, medium].map((patient) => patient.settle(fullSet(deteriorating))));
      for (const score of scores) expect(score).toMatchObject({ total: 13, tier: 'high' });
      expect(await medium.alert('score')).toMatchObject({
        tier: 'medium',
        instruction: 'Not for hospital: call Dr Ada',
      });
      expect((await none.boardRow())?.ceilingOfCare).toMatchObject({ alertAtMost: 'none' });
      await ward().pass(1);
      await none.settle(fullSet(deteriorating));
      expect(await none.alerts('')).toEqual([]);
    });
  });
}
