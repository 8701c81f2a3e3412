import type { PatientId } from '#libs/contracts';
import type { PatientTimeline } from '#libs/timeline';
import { momentOfText, type MomentText, textOfMoment } from './moment-text.ts';

interface Entry {
  /** Without its moments. */
  readonly timeline: PatientTimeline;
  /** Undefined before anything was taken. */
  readonly newest: MomentText | undefined;
  readonly version: bigint;
}

/**
 * The timelines that were worked on last, each with its newest moment and the version of the patient that it belongs to. To
 * go on from there one moment is enough. An entry is taken out while it is worked on and put back once that is committed, so
 * what came of failed work is never seen again; and it is only given out for the version it was put in with, so what another
 * replica did meanwhile is never overlooked.
 */
export class HistoryCache {
  readonly #entries = new Map<PatientId, Entry>();
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
    if (entry?.version !== version) return undefined;
    const { timeline, newest } = entry;
    if (newest !== undefined) timeline.recall({ moments: [momentOfText(newest)], fromTheBeginning: false });
    return timeline;
  }

  /** Puts a timeline in, and lets go of the one that was put in longest ago where there are too many. */
  put(timeline: PatientTimeline, version: bigint): void {
    this.#entries.delete(timeline.patientId);
    const newest = timeline.newest === undefined ? undefined : textOfMoment(timeline.newest);
    if (newest !== undefined) timeline.recall({ moments: [], fromTheBeginning: false });
    this.#entries.set(timeline.patientId, { timeline, newest, version });
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
