import fc from 'fast-check';
import { GatewayId, instant, PatientId, Quarantined } from '#libs/contracts';
import type { Arrival } from './arrival.ts';
import { readArrival } from './arrival-content.ts';
import { type ArrivalOutcome, decideArrival } from './arrival-decision.ts';
import { contentByClock } from './clock-correction.ts';

const limits = { maxPayloadBytes: 262_144, aheadMs: 120_000, oldestMs: 30 * 86_400_000 };
const receivedAt = instant(Date.parse('2026-11-21T08:30:00Z'));
const gatewayId = GatewayId.parse('gw-1');
const ada = PatientId.parse('7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a10');
const hour = 3600;
const anHourAhead = { aheadSeconds: hour, from: instant(Date.parse('2026-11-21T08:00:00Z')) };

/** By the clock of the device, so many seconds after it arrived. */
const saidAfter = (seconds: number) => instant(Date.parse(receivedAt) + seconds * 1000);

function outcomeOf(body: object, correction: typeof anHourAhead | null = anHourAhead): ArrivalOutcome {
  const payload = Buffer.from(JSON.stringify({ messageId: 'm-1', ...body }));
  const arrival: Arrival = {
    gatewayId,
    deviceId: 'cuff-1',
    channel: 'observations',
    arrivedBy: 'a-topic',
    payload,
    receivedAt,
  };
  const content = contentByClock(arrival, readArrival(arrival, limits), { correction, limits });
  return decideArrival(arrival, content, {
    gatewayAdmitted: true,
    device: { gatewayId, kind: 'wearable', clockCorrection: correction, holderAt: () => ada },
    seen: [],
    latenessHours: () => 24,
  });
}

const pulse = { code: 'pulse-rate', value: 96, unit: '/min' };
const pulseSaidAfter = (seconds: number) => ({ takenAt: saidAfter(seconds), readings: [pulse] });

describe('A device whose clock is known to be an hour ahead', () => {
  it('has what it measures now charted at the time it was measured, marked, and said in the receipt', () => {
    const { sets, receipt, quarantined } = outcomeOf(pulseSaidAfter(hour - 2));
    expect(sets[0]?.observations).toMatchObject([{ code: 'pulse-rate', takenAt: saidAfter(-2), correctedBy: hour }]);
    expect(receipt).toMatchObject({ outcome: 'accepted', reasons: [], notes: [{ code: 'clock-corrected' }] });
    expect(quarantined).toBeUndefined();
  });

  it('has every reading of a message put back, however far before the newest it was taken', () => {
    const earlier = { ...pulse, value: 90, takenAt: saidAfter(hour - 600) };
    const { sets } = outcomeOf({ takenAt: saidAfter(hour), readings: [earlier, pulse] });
    expect(sets[0]?.observations.map(({ takenAt, correctedBy }) => [takenAt, correctedBy])).toEqual([
      [saidAfter(-600), hour],
      [saidAfter(0), hour],
    ]);
  });

  it('is taken at its word once its clock has been set', () => {
    const { sets, receipt } = outcomeOf(pulseSaidAfter(-5));
    expect(sets[0]?.observations).toEqual([{ id: expect.any(String), ...pulse, takenAt: saidAfter(-5) }]);
    expect(receipt?.notes).toBeUndefined();
  });

  it.each([
    ['half as far ahead', hour / 2, 'time-in-future'],
    ['further ahead', 2 * hour, 'time-in-future'],
    ['behind', -hour, 'clock-uncertain'],
  ])('has its readings kept aside where they are %s, with how far that is', (_where, seconds, code) => {
    const { sets, quarantined } = outcomeOf(pulseSaidAfter(seconds));
    expect(sets).toEqual([]);
    expect(quarantined).toMatchObject({ aheadSeconds: seconds, reasons: [{ code }] });
    expect(Quarantined.parse(quarantined)).toEqual(quarantined);
  });

  it('is heard when it calls for help, whatever its clock says', () => {
    const call = { code: 'call-for-help', value: true };
    fc.assert(
      fc.property(fc.integer({ min: -2 * hour, max: 2 * hour }), (seconds) => {
        const { sets } = outcomeOf({ takenAt: saidAfter(seconds), readings: [call] });
        expect(sets[0]?.observations.map(({ code }) => code)).toEqual(['call-for-help']);
      }),
    );
  });

  it('is not corrected in what arrived before that was decided, nor where it was not', () => {
    const laterDecided = { ...anHourAhead, from: saidAfter(1) };
    for (const correction of [laterDecided, null]) {
      const { sets, quarantined } = outcomeOf(pulseSaidAfter(hour), correction);
      expect(sets).toEqual([]);
      expect(quarantined).toMatchObject({ aheadSeconds: hour, reasons: [{ code: 'time-in-future' }] });
    }
  });
});
