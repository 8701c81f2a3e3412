import { Person } from '#libs/contracts';
import type { Database } from '#libs/database';

export interface SessionRow {
  readonly person: Person;
  readonly idToken: string | undefined;
}

/** Who is signed in, and until when. */
export interface FoundSession {
  readonly person: Person;
  readonly expiresAt: Date;
}

/** Table `session`: who is signed in. Only digests of the cookies are kept, so that the table read out opens no session. */
export class SessionsStore {
  constructor(private readonly database: Pick<Database, 'pool'>) {}

  async save(
    digest: string,
    session: SessionRow,
    times: { readonly startedAt: Date; readonly expiresAt: Date },
  ): Promise<void> {
    const { id, name, role } = session.person;
    await this.database.pool.query(
      `INSERT INTO session (id_sha256, person_id, name, role, id_token, started_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [digest, id, name, role, session.idToken ?? null, times.startedAt, times.expiresAt],
    );
  }

  /** Undefined where there is none, or it has expired. */
  async find(digest: string, now: Date): Promise<FoundSession | undefined> {
    const { rows } = await this.database.pool.query<Record<string, unknown> & { readonly expires_at: Date }>({
      name: 'find-session',
      text: 'SELECT person_id AS id, name, role, expires_at FROM session WHERE id_sha256 = $1 AND expires_at > $2',
      values: [digest, now],
    });
    const [row] = rows;
    return row === undefined ? undefined : { person: Person.parse(row), expiresAt: row.expires_at };
  }

  /** Ends it, and says what is needed to sign out elsewhere; undefined where there was none. */
  async remove(digest: string): Promise<{ readonly idToken: string | undefined } | undefined> {
    const { rows } = await this.database.pool.query<{ id_token: string | null }>(
      'DELETE FROM session WHERE id_sha256 = $1 RETURNING id_token',
      [digest],
    );
    const [row] = rows;
    return row === undefined ? undefined : { idToken: row.id_token ?? undefined };
  }

  async removeExpired(now: Date): Promise<void> {
    await this.database.pool.query('DELETE FROM session WHERE expires_at <= $1', [now]);
  }
}
