import type { Instant, PatientId, PersonReference } from '#libs/contracts';

/** What a command was about. Those with a revision keep every state they have had. */
export type SubjectKind =
  | 'ward'
  | 'person'
  | 'team'
  | 'rota'
  | 'patient'
  | 'patient-flags'
  | 'demographics'
  | 'contact'
  | 'note'
  | 'plan'
  | 'referral'
  | 'stay'
  | 'alert'
  | 'task'
  | 'gateway'
  | 'device'
  | 'signal'
  | 'escalation-policy'
  | 'organisation'
  | 'capacity-plan'
  | 'published-capacity'
  | 'dead-letter';

/** One subject: `patient` and `plan` have the id of the patient. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** What a command did to one subject. */
export interface AuditEntry {
  readonly subject: Subject;
  readonly patientId?: PatientId;
  /** Whose doing it is, where that is not who executes the command: Homeward follows what a person did. */
  readonly by?: PersonReference | undefined;
  /** That the subject has since; undefined for a subject without revisions. */
  readonly revision?: number;
  /** One sentence for the people who read the history of the subject. */
  readonly text: string;
  /** Ids, numbers and codes; nothing that describes a patient. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The subject as it is from this revision on. */
  readonly state?: object;
}

/** An entry as it is kept, with who made it and when. */
export interface AuditRecord {
  readonly at: Instant;
  readonly by: PersonReference;
  readonly command: string;
  readonly revision: number | null;
  readonly text: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>> | null;
}

/** Parts of a state that a subject had from an instant on. */
export interface AuditedState {
  readonly subjectId: string;
  readonly at: Date;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Those members that were asked for. */
  readonly state: Readonly<Record<string, unknown>>;
}

/** One change of a subject since a revision, as the person is told who saw that revision. */
export interface ChangeSince {
  readonly revision: number;
  readonly at: Instant;
  readonly by: PersonReference;
  readonly text: string;
  /** The members of the subject that it changed. */
  readonly fields: readonly string[];
}

/**
 * What became of a subject after a revision, oldest first.
 *
 * @param records of that revision and all later ones, oldest first.
 */
export function changesSince(records: readonly AuditRecord[], revision: number): readonly ChangeSince[] {
  return records.flatMap(({ at, by, text, state, ...record }, index) => {
    if (record.revision === null || record.revision <= revision) return [];
    const before = records[index - 1]?.state ?? null;
    return [{ revision: record.revision, at, by, text, fields: changedFields(before, state) }];
  });
}

/** The members that differ, `revision` left out. */
function changedFields(before: AuditRecord['state'], after: AuditRecord['state']): readonly string[] {
  if (before === null || after === null) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete('revision');
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
