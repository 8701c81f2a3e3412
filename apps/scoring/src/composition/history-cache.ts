import type { PatientId } from '#libs/contracts';
import type { PatientTimeline } from '#libs/timeline';

/**
 * The timelines that were worked on last, each with the version of the patient that it belongs to. An entry is taken out
 * while it is worked on and put back once that is committed, so what came of failed work is never seen again; and it is
 * only given out for the version it was put in with, so what another replica did meanwhile is never overlooked.
 */
export class HistoryCache {
  readonly #entries = new Map<PatientId, { readonly timeline: PatientTimeline; readonly version: bigint }>();
  readonly #mostPatients: number;

  constructor(mostPatients: number) {
    this.#mostPatients = mostPatients;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Takes a patient's timeline out; undefined if there is none, or one of another version. */
  take(patientId: PatientId, version: bigint): PatientTimeline | undefined {
    const entry = this.#entries.get(patientId);
    this.#entries.delete(patientId);
    return entry?.version === version ? entry.timeline : undefined;
  }

  /** Puts a timeline in, and lets go of the one that was put in longest ago where there are too many. */
  put(timeline: PatientTimeline, version: bigint): void {
    this.#entries.delete(timeline.patientId);
    this.#entries.set(timeline.patientId, { timeline, version });
    if (this.#entries.size <= this.#mostPatients) return;
    for (const patientId of this.#entries.keys()) {
      this.#entries.delete(patientId);
      break;
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}
