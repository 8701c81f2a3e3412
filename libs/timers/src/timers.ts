import type pg from 'pg';
import type { Registry } from 'prom-client';
import type { EntityManager } from 'typeorm';

export interface ScheduledTimer {
  readonly kind: string;
  readonly subject: string;
  readonly revision: number;
  readonly dueAt: Date;
}
export type DueTimer = ScheduledTimer;
export interface TimerKind {
  readonly kind: string;
  readonly onDue: (client: pg.PoolClient, timers: readonly DueTimer[], entities: EntityManager) => Promise<void>;
  readonly atOnce?: number;
}
export interface RepeatedWork {
  readonly kind: string;
  readonly everyMilliseconds: number;
  readonly work: (now: Date) => Promise<void>;
}
interface Parts {
  readonly database: {
    readonly pool: pg.Pool;
    transaction<R>(work: (client: pg.PoolClient, entities: EntityManager) => Promise<R>): Promise<R>;
  };
  readonly clock: { now(): Date };
  readonly logger: { warn(facts: object, message: string): void };
  readonly metrics?: Registry;
  readonly service: string;
  readonly pollEveryMilliseconds?: number;
}
export const timerTable: readonly string[] = [
  `create table timer (kind text not null, subject text not null, revision integer not null, due_at timestamptz not null,
     attempts integer not null default 0, retry_at timestamptz, last_error text, primary key (kind, subject))`,
  'create index timer_due on timer (due_at)',
];
export class Timers {
  readonly #kinds = new Map<string, TimerKind>();
  readonly #repeats: RepeatedWork[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  constructor(private readonly parts: Parts) {}
  register(kind: TimerKind): void {
    this.#kinds.set(kind.kind, kind);
  }
  repeat(work: RepeatedWork): void {
    this.#repeats.push(work);
  }
  async schedule(client: pg.PoolClient, timers: readonly ScheduledTimer[]): Promise<void> {
    for (const t of timers)
      await client.query(
        `insert into timer (kind, subject, revision, due_at) values ($1,$2,$3,$4)
      on conflict (kind, subject) do update set revision = excluded.revision, due_at = excluded.due_at, attempts = 0, retry_at = null
      where timer.revision <= excluded.revision`,
        [t.kind, t.subject, t.revision, t.dueAt],
      );
  }
  async cancel(client: pg.PoolClient, kind: string, subjects: readonly string[]): Promise<void> {
    await client.query('delete from timer where kind = $1 and subject = any($2::text[])', [kind, subjects]);
  }
  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#poll()
        .catch((error: unknown) => {
          this.parts.logger.warn({ err: error }, 'timers');
        })
        .finally(() => {
          this.#running = undefined;
        });
    }, this.parts.pollEveryMilliseconds ?? 300).unref();
  }
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
  async check(): Promise<void> {
    await this.parts.database.pool.query('select 1 from timer limit 1');
  }
  async #poll(): Promise<void> {
    for (const kind of this.#kinds.values()) {
      for (;;) {
        const most = kind.atOnce ?? 200;
        const count = await this.parts.database.transaction(async (client, entities) => {
          const { rows } = await client.query<{ kind: string; subject: string; revision: number; due_at: Date }>(
            `delete from timer where (kind, subject) in (select kind, subject from timer where kind = $1 and due_at <= $2 order by due_at limit $3 for update skip locked) returning kind, subject, revision, due_at`,
            [kind.kind, this.parts.clock.now(), most],
          );
          if (rows.length > 0)
            await kind.onDue(
              client,
              rows.map(({ due_at: dueAt, ...row }) => ({ ...row, dueAt })),
              entities,
            );
          return rows.length;
        });
        if (count < most) break;
      }
    }
    for (const repeat of this.#repeats) {
      const now = this.parts.clock.now();
      const last = this.#lastRun.get(repeat.kind) ?? 0;
      if (now.getTime() - last < repeat.everyMilliseconds) continue;
      this.#lastRun.set(repeat.kind, now.getTime());
      await repeat.work(now);
    }
  }
  readonly #lastRun = new Map<string, number>();
}
