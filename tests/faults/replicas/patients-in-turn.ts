import { setTimeout as pause } from 'node:timers/promises';
import { wallClockMs } from '../../load/observation-messages.ts';
import { deteriorating, deterioratingTotal, fullSet, type GatewayClient } from '../../outside/gateway-client.ts';
import type { MonitoredPatient } from '../../outside/monitored-patient.ts';

/** A set that got a PUBACK. */
export interface AcknowledgedSet {
  readonly messageId: string;
  readonly takenAt: string;
  readonly sentAtMs: number;
  /** Of the score that follows from it. */
  readonly total: number;
}

/** A patient of the stream, with the gateway that their device sends by. */
export interface StreamedPatient extends MonitoredPatient {
  readonly gateway: GatewayClient;
  /** After this part of the stream, from 0 to 1, they are gravely ill. */
  readonly illAfter: number;
}

/** Sets of many patients in turn, as their devices take them, at a steady rate; each patient becomes gravely ill once. */
export class PatientsInTurn {
  readonly #acknowledged = new Map<string, AcknowledgedSet[]>();
  /** When the first set of their illness was sent, by patient. */
  readonly illSinceMs = new Map<string, number>();
  readonly #lastTakenMs = new Map<string, number>();
  sent = 0;

  constructor(private readonly patients: readonly StreamedPatient[]) {}

  /** Resolves once the stream is over and each of its sets is acknowledged. */
  async send(setsPerSecond: number, seconds: number): Promise<void> {
    const beganAtMs = performance.now();
    const sending: Promise<void>[] = [];
    for (let part = 0; part < 1; part = (performance.now() - beganAtMs) / (seconds * 1000)) {
      for (const due = part * seconds * setsPerSecond; this.sent < due;) sending.push(this.#sendNext(part));
      await pause(5);
    }
    for (const patient of this.patients) sending.push(this.#sendOf(patient, 1));
    await Promise.all(sending);
  }

  acknowledgedOf({ patientId }: MonitoredPatient): readonly AcknowledgedSet[] {
    return this.#acknowledged.get(patientId) ?? [];
  }

  async #sendNext(part: number): Promise<void> {
    const patient = this.patients[this.sent % this.patients.length];
    if (patient !== undefined) await this.#sendOf(patient, part);
  }

  async #sendOf(patient: StreamedPatient, part: number): Promise<void> {
    this.sent += 1;
    const isIll = part >= patient.illAfter;
    const sentAtMs = wallClockMs();
    if (isIll && !this.illSinceMs.has(patient.patientId)) this.illSinceMs.set(patient.patientId, sentAtMs);
    // Each reading time of a patient is another, however late this process comes to sending.
    const takenAt = new Date(Math.max(Math.round(sentAtMs), (this.#lastTakenMs.get(patient.patientId) ?? 0) + 1));
    this.#lastTakenMs.set(patient.patientId, takenAt.getTime());
    const readings = fullSet(isIll ? deteriorating : {});
    const messageId = await patient.gateway.send(patient.deviceId, readings, { takenAt });
    const total = isIll ? deterioratingTotal : 0;
    const acknowledged = { messageId, takenAt: takenAt.toISOString(), sentAtMs, total };
    this.#acknowledged.set(patient.patientId, [...this.acknowledgedOf(patient), acknowledged]);
  }
}
