import type { PoolClient } from 'pg';

/** Something to be done once its time has come. */
export interface DueTimer {
  readonly kind: string;
  /** What it is about: an alert's id, a task's id. */
  readonly subject: string;
  /** That of the subject when the timer was made: if the subject has another by now, there is nothing to do. */
  readonly revision: number;
  readonly dueAt: Date;
}

/** A connection or the pool: whatever runs a statement. */
export type Queryable = Pick<PoolClient, 'query'>;

/** Statements for a service's migration. */
export const timerTable: readonly string[] = [
  `CREATE TABLE timer (
     kind text NOT NULL,
     subject text NOT NULL,
     revision integer NOT NULL,
     due_at timestamptz NOT NULL,
     attempts integer NOT NULL DEFAULT 0,
     retry_at timestamptz,
     last_error text,
     PRIMARY KEY (kind, subject, revision)
   )`,
  'CREATE INDEX timer_due ON timer (kind, due_at) WHERE attempts = 0',
  'CREATE INDEX timer_failing ON timer (kind, retry_at) WHERE attempts > 0',
];

interface TimerRow {
  readonly subject: string;
  readonly revision: number;
  readonly due_at: Date;
}

/** Which timers a step takes. */
export type Taking =
  | { readonly kind: string; readonly now: Date; readonly most: number }
  | { readonly kind: string; readonly subject: string; readonly revision: number };

/**
 * SQL of `timer`. No statement of a command waits for a timer that fires at the same moment: the firing may itself wait for
 * the row that the command has locked, and the two would block each other. What cannot be locked is left to fire; it finds
 * that its subject has moved on.
 */
export class TimerStore {
  /** Makes timers in the place of those of the same kind and subject that have no higher revision. */
  async schedule(client: Queryable, timers: readonly DueTimer[]): Promise<void> {
    if (timers.length === 0) return;
    await client.query({
      name: 'timer-schedule',
      text: `WITH new AS MATERIALIZED (
               SELECT DISTINCT ON (kind, subject) kind, subject, revision, due_at
               FROM unnest($1::text[], $2::text[], $3::integer[], $4::timestamptz[]) WITH ORDINALITY
                 AS given (kind, subject, revision, due_at, place)
               ORDER BY kind, subject, revision DESC, place DESC
             ), replaced AS MATERIALIZED (
               SELECT timer.ctid AS row FROM new JOIN timer USING (kind, subject)
               WHERE timer.revision < new.revision FOR UPDATE OF timer SKIP LOCKED
             ), gone AS (
               DELETE FROM timer WHERE ctid = ANY (ARRAY(SELECT row FROM replaced))
             )
             INSERT INTO timer (kind, subject, revision, due_at)
             SELECT kind, subject, revision, due_at FROM new
             WHERE NOT EXISTS (
               SELECT FROM timer
               WHERE timer.kind = new.kind AND timer.subject = new.subject AND timer.revision > new.revision
             )
             ON CONFLICT (kind, subject, revision) DO UPDATE
             SET due_at = excluded.due_at, attempts = 0, retry_at = NULL, last_error = NULL`,
      values: [
        timers.map(({ kind }) => kind),
        timers.map(({ subject }) => subject),
        timers.map(({ revision }) => revision),
        timers.map(({ dueAt }) => dueAt),
      ],
    });
  }

  async cancel(client: Queryable, kind: string, subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    await client.query({
      name: 'timer-cancel',
      text: `WITH cancelled AS MATERIALIZED (
               SELECT ctid AS row FROM timer WHERE kind = $1 AND subject = ANY ($2::text[]) FOR UPDATE SKIP LOCKED
             )
             DELETE FROM timer WHERE ctid = ANY (ARRAY(SELECT row FROM cancelled))`,
      values: [kind, subjects],
    });
  }

  /** Those of the timers that are in the table. */
  async present(
    client: Queryable,
    kind: string,
    timers: readonly Pick<DueTimer, 'subject' | 'revision'>[],
  ): Promise<readonly Pick<DueTimer, 'subject' | 'revision'>[]> {
    const { rows } = await client.query<Pick<DueTimer, 'subject' | 'revision'>>({
      name: 'timer-present',
      text: `SELECT subject, revision FROM timer JOIN unnest($2::text[], $3::integer[]) AS asked (subject, revision)
             USING (subject, revision) WHERE kind = $1`,
      values: [kind, timers.map(({ subject }) => subject), timers.map(({ revision }) => revision)],
    });
    return rows;
  }

  /** The kinds of which something is to be done now. */
  async kindsDue(client: Queryable, kinds: readonly string[], now: Date): Promise<readonly string[]> {
    const { rows } = await client.query<{ kind: string }>({
      name: 'timer-kinds-due',
      text: `SELECT kind FROM unnest($1::text[]) AS known (kind)
             WHERE EXISTS (SELECT FROM timer WHERE timer.kind = known.kind AND attempts = 0 AND due_at <= $2)
               OR EXISTS (SELECT FROM timer
                          WHERE timer.kind = known.kind AND attempts > 0 AND due_at <= $2 AND retry_at <= now())`,
      values: [kinds, now],
    });
    return rows.map(({ kind }) => kind);
  }

  /**
   * Takes timers out of the table, earliest first, for the transaction in which they are done; those that another process
   * has in hand are passed over.
   */
  async take(client: Queryable, taking: Taking): Promise<readonly DueTimer[]> {
    const due = 'most' in taking;
    const { rows } = await client.query<TimerRow>({
      name: due ? 'timer-take-due' : 'timer-take-one',
      text: `WITH taken AS MATERIALIZED (
               SELECT ctid AS row FROM timer WHERE kind = $1
                 AND ${due ? 'attempts = 0 AND due_at <= $2 ORDER BY due_at LIMIT $3' : 'subject = $2 AND revision = $3'}
               FOR UPDATE SKIP LOCKED
             )
             DELETE FROM timer WHERE ctid = ANY (ARRAY(SELECT row FROM taken)) RETURNING subject, revision, due_at`,
      values: due ? [taking.kind, taking.now, taking.most] : [taking.kind, taking.subject, taking.revision],
    });
    return rows.map((row) => timerOf(taking.kind, row)).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  }

  /** Those that have failed before and are to be tried again now. How long ago is a matter of real time. */
  async retries(
    client: Queryable,
    { kind, now, most }: { readonly kind: string; readonly now: Date; readonly most: number },
  ): Promise<readonly DueTimer[]> {
    const { rows } = await client.query<TimerRow>({
      name: 'timer-retries',
      text: `SELECT subject, revision, due_at FROM timer
             WHERE kind = $1 AND attempts > 0 AND due_at <= $2 AND retry_at <= now() ORDER BY retry_at LIMIT $3`,
      values: [kind, now, most],
    });
    return rows.map((row) => timerOf(kind, row));
  }

  /** Keeps the error, and doubles the time to the next try from a second to at most five minutes. */
  async failed(client: Queryable, { kind, subject, revision }: DueTimer, reason: string): Promise<void> {
    await client.query({
      name: 'timer-failed',
      text: `UPDATE timer SET attempts = attempts + 1, last_error = $4,
               retry_at = now() + make_interval(secs => least(300, power(2, least(attempts, 10))))
             WHERE kind = $1 AND subject = $2 AND revision = $3`,
      values: [kind, subject, revision, reason.slice(0, 2000)],
    });
  }

  /** When the earliest that is due was due, of those that have not failed yet and of all; and how many have failed. */
  async lateness(client: Queryable, kinds: readonly string[], now: Date): Promise<Lateness> {
    const { rows } = await client.query<{ untried: Date | null; oldest: Date | null; failing: number }>({
      name: 'timer-lateness',
      text: `SELECT min(untried.due_at) AS untried, least(min(untried.due_at), min(failing.due_at)) AS oldest,
               coalesce(sum(failing.timers), 0)::integer AS failing
             FROM unnest($1::text[]) AS known (kind)
             CROSS JOIN LATERAL (SELECT min(due_at) AS due_at FROM timer
                                 WHERE timer.kind = known.kind AND attempts = 0 AND due_at <= $2) AS untried
             CROSS JOIN LATERAL (SELECT min(due_at) AS due_at, count(*) AS timers FROM timer
                                 WHERE timer.kind = known.kind AND attempts > 0 AND due_at <= $2) AS failing`,
      values: [kinds, now],
    });
    const { untried = null, oldest = null, failing = 0 } = rows[0] ?? {};
    return { untried, oldest, failing };
  }

  /** When each repeated piece of work is due next, and whether it rests after a failure. Rows are made where there are none. */
  async repeatsDueAt(client: Queryable, kinds: readonly string[], now: Date): Promise<readonly RepeatDue[]> {
    const { rows } = await client.query<{ kind: string; due_at: Date; resting: boolean }>({
      name: 'timer-repeats-due',
      text: `SELECT kind, due_at, retry_at IS NOT NULL AND retry_at > now() AS resting FROM timer
             WHERE kind = ANY ($1::text[]) AND subject = 'repeat' AND revision = 0`,
      values: [kinds],
    });
    const known = rows.map(({ kind, due_at: dueAt, resting }) => ({ kind, dueAt, resting }));
    const missing = kinds.filter((kind) => !known.some((one) => one.kind === kind));
    if (missing.length === 0) return known;
    await client.query({
      name: 'timer-repeats-first',
      text: `INSERT INTO timer (kind, subject, revision, due_at)
             SELECT kind, 'repeat', 0, $2 FROM unnest($1::text[]) AS missing (kind) ON CONFLICT DO NOTHING`,
      values: [missing, now],
    });
    return [...known, ...missing.map((kind) => ({ kind, dueAt: now, resting: false }))];
  }

  /** After the work: due again at that time. */
  async repeatAt(client: Queryable, kind: string, dueAt: Date): Promise<void> {
    await client.query({
      name: 'timer-repeat-at',
      text: `UPDATE timer SET due_at = $2, attempts = 0, retry_at = NULL, last_error = NULL
             WHERE kind = $1 AND subject = 'repeat' AND revision = 0`,
      values: [kind, dueAt],
    });
  }
}

/** When a repeated piece of work is due next. */
export interface RepeatDue {
  readonly kind: string;
  readonly dueAt: Date;
  readonly resting: boolean;
}

/** How late timers are. */
export interface Lateness {
  readonly untried: Date | null;
  readonly oldest: Date | null;
  readonly failing: number;
}

function timerOf(kind: string, { subject, revision, due_at: dueAt }: TimerRow): DueTimer {
  return { kind, subject, revision, dueAt };
}
