import type { Tier } from '#libs/clinical';
import type { PatientId } from '#libs/contracts';
import type { TakenReading } from '#libs/timeline';

/** What was taken of a patient at one time. */
export interface TakenEntry {
  readonly atMs: number;
  readonly taken: readonly TakenReading[];
}

/** As much of a score as says whether two are the same. */
export interface ScoreInShort {
  readonly total: number | null;
  readonly min: number;
  readonly max: number;
  readonly tier: Tier;
  readonly scale: number;
  readonly ruleSet: string;
  readonly missing: readonly string[];
}

/** An entry as it is stored: what was taken, and the score that was published, where there is one. */
export interface EntryRecord extends TakenEntry {
  readonly live: ScoreInShort | undefined;
}

/** From when on a patient's history is wanted. */
export interface WantedHistory {
  readonly patientId: PatientId;
  readonly sinceMs: number;
}

/** Entries of one patient that follow each other; a patient's entries may come in several of these. */
export interface EntriesOfPatient {
  readonly patientId: PatientId;
  readonly entries: readonly EntryRecord[];
}
