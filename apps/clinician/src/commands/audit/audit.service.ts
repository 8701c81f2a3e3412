import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type Instant,
  type Page,
  pageFromRows,
  type PageQuery,
  type PatientHistoryEntry,
  type PatientId,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { AuditedState, AuditRecord, Subject, SubjectKind } from './audit-entry.ts';
import { AuditStore } from './audit.store.ts';

/** Rows are numbered by Postgres: digits, more than a number of JavaScript holds. */
const cursorKeys = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** Reads the audit: the timeline of one subject, and what subjects were like at an instant. */
@Injectable()
export class AuditService {
  constructor(private readonly store: AuditStore) {}

  /** Everything that happened to a subject, oldest first. */
  async of(subject: Subject): Promise<readonly AuditRecord[]> {
    return this.store.of(subject);
  }

  /** Part of a command: everything that happened to a subject from a revision on, that one included, oldest first. */
  async since(client: PoolClient, subject: Subject, revision: number): Promise<readonly AuditRecord[]> {
    return this.store.since(client, subject, revision);
  }

  /**
   * Everything that was done to a patient or to something of the patient's, newest first; with `asOf`, by then.
   *
   * @throws InvalidCursorError
   */
  async pageOf(patientId: PatientId, { cursor, limit }: PageQuery, asOf?: Instant): Promise<Page<PatientHistoryEntry>> {
    const [before] = decodeCursor(cursor, cursorKeys) ?? [];
    const rows = await this.store.ofPatient(patientId, { limit, before, asOf });
    return pageFromRows(rows, { limit, toItem: ({ entry }) => entry, keysOf: ({ id }) => [id] });
  }

  /**
   * The states that subjects of a kind had at an instant, as was known then.
   *
   * @typeParam State what the one writer of that kind puts into `state`.
   */
  async statesAt<State>(kind: SubjectKind, at: Instant, patientIds?: readonly PatientId[]): Promise<readonly State[]> {
    // The one writer of a kind wrote them as `State`.
    return (await this.store.statesAt(kind, at, patientIds)) as readonly State[];
  }

  /** Every state that these subjects of one kind have had, oldest first, with the named members alone. */
  async statesOf(
    kind: SubjectKind,
    ids: readonly string[],
    members: readonly string[],
  ): Promise<readonly AuditedState[]> {
    return ids.length === 0 ? [] : this.store.statesOf(kind, ids, members);
  }

  /** Every value that a path within the states of a kind has had, whenever that was. */
  async distinctValues(kind: SubjectKind, path: readonly string[]): Promise<readonly unknown[]> {
    return this.store.distinctValues(kind, path);
  }
}
