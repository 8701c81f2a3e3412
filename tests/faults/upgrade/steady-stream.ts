import { setTimeout as pause } from 'node:timers/promises';
import type { ChartedObservation, Score } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import type { ApiClient } from '../../outside/api-client.ts';
import { fullSet, type GatewayClient } from '../../outside/gateway-client.ts';
import type { MonitoredPatient } from '../../outside/monitored-patient.ts';

/** From one set of a gateway's to the next: the load is to be light, so that what is seen is the versions' own doing. */
const everyMilliseconds = 100;
/** Sets are taken a second apart, so that the first is this long ago: the last has to be taken before now. */
const beginsMinutesAgo = 110;
const patience = { withinMs: 90_000, everyMs: 250 };

/** Sets of patients who are well, one after the other without an end, through several gateway services. */
export class SteadyStream {
  /** Of each device when the readings of each message were taken. */
  readonly #acknowledged = new Map<string, Map<string, string>>();
  readonly #ended = new AbortController();
  readonly #startMs = Date.now() - beginsMinutesAgo * 60_000;
  readonly #sending: Promise<unknown>;
  #sent = 0;

  constructor(
    private readonly patients: readonly MonitoredPatient[],
    gateways: readonly GatewayClient[],
  ) {
    this.#sending = Promise.all(gateways.map((gateway) => this.#send(gateway)));
  }

  /** How many sets have got a PUBACK. */
  get acknowledged(): number {
    return [...this.#acknowledged.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Resolves once the last set is acknowledged. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#sending;
  }

  /** What was acknowledged by now and is missing, or is not there as it was sent, or anything that is there twice. */
  async faults(nurse: ApiClient): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const { patientId, deviceId } of this.patients) {
      const expected = [...(this.#acknowledged.get(deviceId) ?? [])];
      const pulses = await eventually(
        () => nurse.all<ChartedObservation>(`/api/v1/patients/${patientId}/observations?code=pulse-rate`),
        (found) => missing(expected, found).length === 0,
        { what: 'the acknowledged sets on the chart', ...patience },
      ).catch(() => undefined);
      if (pulses === undefined) faults.push(`${deviceId}: acknowledged sets are not on the chart as they were sent`);
      else
        faults.push(
          ...twice(pulses.map(({ messageId }) => messageId)).map((id) => `${deviceId}: ${id} is there twice`),
        );
    }
    return faults;
  }

  /** Reading times without a score or with several, once the stream has ended. */
  async faultsOfScores(nurse: ApiClient): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const { patientId, deviceId } of this.patients) {
      const pulses = await nurse.all<ChartedObservation>(`/api/v1/patients/${patientId}/observations?code=pulse-rate`);
      const times = new Set<string>(pulses.map(({ takenAt }) => takenAt));
      const scores = await eventually(
        async () => {
          const all = await nurse.all<Score>(`/api/v1/patients/${patientId}/scores`);
          // Others follow from admission and from time alone.
          return all.filter(({ because }) => because === 'reading').map(({ at }): string => at);
        },
        (found) => found.length >= times.size,
        { what: 'a score for each reading time', ...patience },
      ).catch((): string[] => []);
      if (scores.length !== times.size || scores.some((at) => !times.has(at)))
        faults.push(`${deviceId}: ${String(scores.length)} scores of ${String(times.size)} reading times`);
    }
    return faults;
  }

  async #send(gateway: GatewayClient): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const nth = this.#sent;
      this.#sent += 1;
      const patient = this.patients[nth % this.patients.length];
      if (patient === undefined) return;
      // Where the broker is away, the client sends it again once it is back.
      const takenAt = new Date(this.#startMs + nth * 1000);
      const messageId = await gateway.send(patient.deviceId, fullSet(), { takenAt });
      const ofDevice = this.#acknowledged.get(patient.deviceId) ?? new Map<string, string>();
      this.#acknowledged.set(patient.deviceId, ofDevice.set(messageId, takenAt.toISOString()));
      await pause(everyMilliseconds);
    }
  }
}

/** The pulse of `fullSet`. */
const pulse = { value: 72, unit: '/min' };

function missing(
  expected: readonly (readonly [messageId: string, takenAt: string])[],
  found: readonly ChartedObservation[],
): readonly string[] {
  const charted = new Map<string, ChartedObservation>(found.map((one) => [one.messageId, one]));
  return expected.flatMap(([messageId, takenAt]) => {
    const one = charted.get(messageId);
    const isAsSent = one?.takenAt === takenAt && one.value === pulse.value && one.unit === pulse.unit;
    return isAsSent ? [] : [messageId];
  });
}

const twice = (ids: readonly string[]): readonly string[] => ids.filter((id, index) => ids.indexOf(id) !== index);
