import type { Alert, ChartedObservation, Score } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import type { ApiClient } from '../outside/api-client.ts';
import { deteriorating, fullSet, type GatewayClient } from '../outside/gateway-client.ts';
import type { MonitoredPatient } from '../outside/monitored-patient.ts';

/** What `deteriorating` values raise on the acute respiratory pathway. */
const alertedConditions = ['score', 'threshold:saturation-low'];
const patience = { withinMs: 90_000, everyMs: 250 };

/** Sets of several patients, a second apart by their devices' clocks, sent while something breaks. */
export class StreamOfSets {
  readonly #acknowledged = new Map<string, Set<string>>();
  #sent = 0;

  /** @param beginsMinutesAgo when the first set is taken: the last has to be taken before now. */
  constructor(
    private readonly patients: readonly MonitoredPatient[],
    private readonly startMs: number,
  ) {}

  /** How many sets have got a PUBACK. */
  get acknowledged(): number {
    return [...this.#acknowledged.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Sends the next sets all at once, those of a high score where asked. Resolves when each is acknowledged or lost. */
  async send(gateway: GatewayClient, count: number, { worse = false } = {}): Promise<void> {
    const sends = Array.from({ length: count }, async () => {
      const nth = this.#sent;
      this.#sent += 1;
      const patient = this.patients[nth % this.patients.length];
      if (patient === undefined) return;
      const readings = fullSet(worse ? deteriorating : {});
      const takenAt = new Date(this.startMs + nth * 1000);
      const messageId = await gateway.send(patient.deviceId, readings, { takenAt });
      const ofDevice = this.#acknowledged.get(patient.deviceId) ?? new Set<string>();
      this.#acknowledged.set(patient.deviceId, ofDevice.add(messageId));
    });
    // What was not acknowledged when the connection broke was never promised.
    await Promise.allSettled(sends);
  }

  /** Resolves once so many more sets are acknowledged, while others are still on their way. */
  async partAcknowledged(more: number): Promise<void> {
    const before = this.acknowledged;
    await eventually(() => this.acknowledged > before + more, {
      what: 'a part of the stream is acknowledged',
      everyMs: 1,
    });
  }

  /** Whatever got a PUBACK is in the history, and nothing is there twice. */
  async expectEachChartedOnce(nurse: ApiClient): Promise<void> {
    for (const { patientId, deviceId } of this.patients) {
      const expected = this.#acknowledged.get(deviceId) ?? new Set();
      const pulses = await eventually(
        () => pulsesOf(nurse, patientId),
        (found) => [...expected].every((sent) => found.some(({ messageId }) => messageId === sent)),
        { what: 'the acknowledged sets in the history', ...patience },
      );
      expect(new Set(pulses.map(({ messageId }) => messageId)).size).toBe(pulses.length);
    }
  }

  /** Each time at which readings were taken has one score. */
  async expectEachScoredOnce(nurse: ApiClient): Promise<void> {
    for (const { patientId } of this.patients) {
      const times = new Set((await pulsesOf(nurse, patientId)).map(({ takenAt }) => takenAt as string));
      const scores = await eventually(
        async () => {
          const all = await nurse.all<Score>(`/api/v1/patients/${patientId}/scores`);
          // Others follow from admission and from time alone.
          return all.filter(({ because }) => because === 'reading');
        },
        ({ length }) => length >= times.size,
        { what: 'a score for each reading time', ...patience },
      );
      expect(new Set(scores.map(({ at }) => at as string))).toEqual(times);
      expect(scores).toHaveLength(times.size);
    }
  }

  /**
   * After a stream that has become worse, each patient has one alert of the score, and one of the SpO2 itself. Trends
   * may have found the same by now, each once.
   */
  async expectOneAlertEach(nurse: ApiClient): Promise<void> {
    for (const { patientId } of this.patients) {
      const alerts = await eventually(
        () => nurse.all<Alert>(`/api/v1/alerts?patientId=${patientId}`),
        (found) => alertedConditions.every((condition) => found.some((alert) => alert.condition === condition)),
        { what: 'the alerts', ...patience },
      );
      const conditions = alerts.map(({ condition }) => condition);
      expect(conditions).toHaveLength(new Set(conditions).size);
      for (const condition of alertedConditions)
        expect(alerts).toContainEqual(expect.objectContaining({ condition, tier: 'high', state: 'raised' }));
    }
  }
}

const pulsesOf = (nurse: ApiClient, patientId: string): Promise<ChartedObservation[]> =>
  nurse.all(`/api/v1/patients/${patientId}/observations?code=pulse-rate`);
