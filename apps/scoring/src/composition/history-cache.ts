import type { PatientId } from '#libs/contracts';
import { PatientTimeline, type PlanVersions } from '#libs/timeline';
import { entryOfText, type EntryText, textOfEntry } from './entry-text.ts';

interface CachedTimeline {
  readonly plans: PlanVersions;
  readonly horizonMs: number;
  /** Undefined before anything was taken. */
  readonly newest: EntryText | undefined;
  readonly aheadMs: number | undefined;
  readonly furthestMs: number;
  readonly version: bigint;
}

/**
 * The timelines that were worked on last, each with the version of the patient that it belongs to. A timeline is only given
 * out for the version it was put in with, so what another replica did meanwhile is never overlooked.
 */
export class HistoryCache {
  readonly #timelines = new Map<PatientId, CachedTimeline>();
  readonly #mostPatients: number;

  constructor(mostPatients: number) {
    this.#mostPatients = mostPatients;
  }

  get size(): number {
    return this.#timelines.size;
  }

  /** A patient's timeline; undefined if there is none, or one of another version. */
  get(patientId: PatientId, version: bigint): PatientTimeline | undefined {
    const cached = this.#timelines.get(patientId);
    if (cached?.version !== version) return undefined;
    return new PatientTimeline({ ...cached, patientId, newest: cached.newest && entryOfText(cached.newest) });
  }

  /** Puts a timeline in, and lets go of the one that was put in longest ago where there are too many. */
  put({ patientId, plans, newest, horizonMs, aheadMs, furthestMs }: PatientTimeline, version: bigint): void {
    const state = { plans, horizonMs, aheadMs, furthestMs, version };
    this.#timelines.delete(patientId);
    this.#timelines.set(patientId, { ...state, newest: newest && textOfEntry(newest) });
    if (this.#timelines.size <= this.#mostPatients) return;
    for (const oldest of this.#timelines.keys()) {
      this.#timelines.delete(oldest);
      break;
    }
  }

  clear(): void {
    this.#timelines.clear();
  }
}
