import type { Alert, QuarantinedEntry, Score } from '#libs/contracts';
import { deteriorating, fullSet } from '../../outside/gateway-client.ts';
import type { PatientOnWard, WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';
import { eventually } from '#libs/fixtures';

export function whatIsKnown(ward: () => WardOnAManualClock): void {
  describe('what is known of a patient', () => {
    it('grows old: sets that are due every six hours count for that and a quarter, and the score is partial by itself', async () => {
      const patient = await ward().admit();
      const whole = await patient.settle(fullSet());
      expect(whole).toMatchObject({ complete: true, total: 0 });
      const live = await ward().live();
      await ward().pass(451);
      const partial = await patient.newestScore('a partial score', ({ complete }) => !complete);
      await live.next('the partial score', ({ event, data }) => event === 'score' && data['id'] === partial.id);
      live.close();
      expect(partial).toMatchObject({ total: null, min: 0, because: 'aged-out', tier: 'low' });
      expect(partial.missing).toHaveLength(7);
      expect(partial.agedOut.map(({ takenAt }) => takenAt)).toEqual(new Array(7).fill(whole.at));
      expect(partial.max).toBe(20);
      expect(await patient.boardRow()).toMatchObject({
        score: { complete: false, max: 20 },
        lastWhole: { at: whole.at, total: 0, tier: 'low' },
      });
    });

    it('lacks what was kept aside, until a clinician releases it: then it is charted and scored', async () => {
      const patient = await ward().admit();
      await patient.settle(fullSet());
      await ward().pass(5);
      const readings = [{ code: 'systolic-pressure', value: 310, unit: 'mm[Hg]' }];
      const messageId = await patient.send(readings);
      const entry = await eventually(
        async () =>
          (await ward().nurse.all<QuarantinedEntry>(`/api/v1/quarantine?patientId=${patient.patientId}`)).find(
            (kept) => kept.messageId === messageId,
          ),
        { what: 'the entry' },
      );
      expect(entry.releasable).toEqual([{ path: 'readings.0', code: 'systolic-pressure', value: 310, unit: 'mm[Hg]' }]);
      const release = { path: 'readings.0', reason: 'Measured twice by hand' };
      await ward().nurse.post(`/api/v1/quarantine/${entry.id}/release`, release);
      // Until it was released, the value made the pressure doubtful.
      const score = await patient.scoreAt(ward().now, ({ components }) => components['systolicPressure'] === 3);
      expect(score).toMatchObject({ tier: 'low-medium' });
      expect(await patient.alert('score')).toMatchObject({ tier: 'low-medium' });
      const charted = (await patient.observations()).find(({ value }) => value === 310);
      expect(charted?.releasedBy).toEqual({ id: expect.any(String), name: expect.any(String) });
    });

    it('is corrected by a retraction: the score is made anew, and an alert calls no one any more and is left for review', async () => {
      const patient = await ward().admit();
      await patient.settle(fullSet());
      await ward().pass(5);
      const at = ward().now;
      await patient.settle([{ code: 'consciousness', value: 'U' }]);
      await patient.alert('score', ({ tier }) => tier === 'low-medium');
      const wrong = await eventually(async () => (await patient.observations()).find(({ value }) => value === 'U'), {
        what: 'the reading on the chart',
      });
      await ward().pass(1);
      await ward().nurse.post(`${patient.path}/observations/${wrong.id}/retract`, { reason: "Somebody else's" });
      const left = await patient.alert('score', ({ clearedAt }) => clearedAt !== null);
      expect(left).toMatchObject({ state: 'raised', escalation: { nextStepAt: null } });
      await eventually(
        async () =>
          (await patient.scores()).some((score) => score.at === at.toISOString() && score.tier !== 'low')
            ? undefined
            : true,
        { what: 'the score to be gone, or made anew' },
      );
      const kept = (await patient.observations()).find(({ id }) => id === wrong.id);
      expect(kept?.retracted).toMatchObject({ reason: "Somebody else's" });
    });

    it('ends the same in whatever order it came, however often and however late', async () => {
      const [inOrder, shuffled] = [await ward().admit(), await ward().admit()];
      const began = ward().now.getTime();
      const stream = stream6Hours();
      let passed = 0;
      for (const { minute, readings } of stream) {
        await ward().pass(minute - passed);
        passed = minute;
        await inOrder.send(readings);
      }
      await inOrder.scoreAt(ward().now);
      const held = new Map<number, string>();
      for (const nth of shuffledOrder(stream.length)) {
        const { minute, readings } = stream[nth] ?? { minute: 0, readings: [] };
        const takenAt = new Date(began + minute * 60_000);
        const messageId = held.get(nth);
        const again = messageId === undefined ? {} : { messageId };
        held.set(nth, await ward().gateway.send(shuffled.device(), readings, { takenAt, ...again }));
      }
      const both = async () => ({ one: await historyOf(inOrder, began), other: await historyOf(shuffled, began) });
      const { one, other } = await eventually(
        both,
        (histories) => JSON.stringify(histories.one) === JSON.stringify(histories.other),
        { what: 'the same history' },
        // Where they stay different, this shows in what.
      ).catch(both);
      expect(other).toEqual(one);
      expect(one.scores.length).toBeGreaterThan(stream.length);
      expect(one.alerts.map(({ condition }) => condition)).toContain('score');
    });

    it('may come late: what was dangerous and is over is to be looked at, and is no news', async () => {
      const patient = await ward().admit();
      await patient.settle(fullSet());
      await ward().pass(10);
      const between = ward().now;
      await ward().pass(10);
      await patient.settle(fullSet());
      await patient.send(fullSet(deteriorating), { takenAt: between });
      expect(await patient.scoreAt(between)).toMatchObject({ total: 13, late: true });
      const alert = await patient.alert('score');
      expect(alert).toMatchObject({ tier: 'high', currentTier: 'low', late: true });
      expect((await patient.scores())[0]).toMatchObject({ at: ward().now.toISOString(), total: 0 });
      expect((await patient.boardRow())?.score).toMatchObject({ total: 0 });
    });

    it('may come too late to score: the receipt and the chart say so, and no score is made of it', async () => {
      const patient = await ward().admit({ plan: { latenessHours: 1 } });
      const early = ward().now;
      await ward().pass(90);
      const messageId = await patient.send(fullSet(deteriorating), { takenAt: early });
      const receipt = await ward().gateway.receiptFor(messageId);
      expect(receipt).toMatchObject({ outcome: 'accepted' });
      expect(new Set(receipt.reasons.map(({ code }) => code))).toEqual(new Set(['too-late-to-score']));
      const charted = await eventually(
        () => patient.observations(),
        ({ length }) => length === 7,
        { what: 'the readings on the chart' },
      );
      expect(charted.map(({ tooLateToScore }) => tooLateToScore)).toEqual(charted.map(() => true));
      await patient.settle(fullSet());
      expect((await patient.scores()).map(({ at }) => at)).not.toContain(early.toISOString());
      expect(await patient.alerts('')).toEqual([]);
    });

    it('can be asked for as it was known at any instant', async () => {
      const patient = await ward().admit();
      await patient.settle(fullSet());
      const early = ward().now;
      await ward().pass(10);
      const between = ward().now;
      await ward().pass(10);
      const before = ward().now.toISOString();
      await ward().pass(5);
      await patient.send(fullSet(deteriorating), { takenAt: between });
      await patient.scoreAt(between, ({ tier }) => tier === 'high');
      await patient.alert('score');
      const asOf = (at: string) => `?asOf=${encodeURIComponent(at)}`;
      const known = await patient.scores(asOf(before));
      expect(known.map(({ at, tier }) => [at, tier])).toEqual([[early.toISOString(), 'low']]);
      expect((await patient.boardRow(asOf(before)))?.score).toMatchObject({ at: early.toISOString(), tier: 'low' });
      expect(await patient.alerts(`asOf=${encodeURIComponent(before)}`)).toEqual([]);
      const now = ward().now.toISOString();
      expect((await patient.scores(asOf(now)))[0]).toMatchObject({ at: between.toISOString(), tier: 'high' });
      const alerts = (await patient.boardRow(asOf(now)))?.alerts ?? [];
      expect(alerts.filter(({ conditionKind }) => conditionKind === 'score')).toHaveLength(1);
    });
  });
}

/** Six hours in which a patient gets worse and better again: each value by itself, at its own time. */
function stream6Hours() {
  const whole = fullSet();
  const worse = fullSet(deteriorating);
  return Array.from({ length: 28 }, (_, nth) => {
    const readings = nth >= 9 && nth < 18 ? worse : whole;
    const first = readings[nth % 7];
    const second = readings[(nth * 3 + 1) % 7];
    if (first === undefined || second === undefined) throw new RangeError('There are seven.');
    return { minute: nth * 13, readings: first.code === second.code ? [first] : [first, second] };
  });
}

/** Every message at least once, in an order without a pattern but the same each time; a third of them twice. */
function shuffledOrder(length: number): readonly number[] {
  const order = Array.from({ length }, (_, nth) => (nth * 17 + 5) % length);
  return [...order, ...order.filter((nth) => nth % 3 === 0).toReversed()];
}

/** A patient's history without what tells one patient, or one time of arrival, from another. */
async function historyOf(patient: PatientOnWard, beganMs: number) {
  const minute = (at: string): number => (Date.parse(at) - beganMs) / 60_000;
  const shown = ({ at, total, min, max, tier, missing, components, because, inputs }: Score) => ({
    minute: minute(at),
    total,
    min,
    max,
    tier,
    missing,
    components,
    because,
    inputs: inputs.map(({ code, value, takenAt }) => [code, value, minute(takenAt)]),
  });
  const open = ({ condition, tier, currentTier, state }: Alert) => ({ condition, tier, currentTier, state });
  const [scores, alerts] = await Promise.all([patient.scores(), patient.alerts()]);
  return {
    scores: scores.filter(({ at }) => minute(at) >= 0).map(shown),
    alerts: alerts.map(open).toSorted((one, other) => one.condition.localeCompare(other.condition)),
  };
}
