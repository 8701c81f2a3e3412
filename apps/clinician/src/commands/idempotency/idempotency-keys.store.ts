import { Inject, Injectable } from '@nestjs/common';
import { type Database, deleteInSteps } from '#libs/database';
import type { PoolClient } from 'pg';
import { DATABASE } from '../../parts.module.ts';
import type { CommandContext } from '../request/command-context.ts';
import { AnswerNotKeptError, IdempotencyKeyReusedError } from './idempotency-errors.ts';

/** Whether a command has been executed under its key before. */
export type Claim = { readonly executed: false } | { readonly executed: true; readonly answer: unknown };

interface KeyRow {
  readonly command: string;
  readonly request_sha256: string;
  readonly answer: { readonly value?: unknown } | null;
}

/** The table `idempotency_key`: which intents have been carried to an end, and what was answered. */
@Injectable()
export class IdempotencyKeysStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Claims the key for this transaction. A second request with the same key waits here until the first has ended.
   *
   * @throws IdempotencyKeyReusedError
   * @throws AnswerNotKeptError
   */
  async claim(
    client: PoolClient,
    { by, idempotencyKey }: CommandContext,
    { command, at }: { readonly command: string; readonly at: Date },
  ): Promise<Claim> {
    if (idempotencyKey === undefined) return { executed: false };
    const { key, requestSha256 } = idempotencyKey;
    const { rowCount } = await client.query(
      `insert into idempotency_key (person_id, key, command, request_sha256, created_at)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [by.id, key, command, requestSha256, at],
    );
    if (rowCount === 1) return { executed: false };
    const { rows } = await client.query<KeyRow>(
      'select command, request_sha256, answer from idempotency_key where person_id = $1 and key = $2',
      [by.id, key],
    );
    const [before] = rows;
    if (before?.request_sha256 !== requestSha256) throw new IdempotencyKeyReusedError(before?.command ?? command);
    if (before.answer === null) throw new AnswerNotKeptError(command);
    return { executed: true, answer: before.answer.value };
  }

  /** Whether the key has been claimed, by this request or another one of the same person. */
  async isUsed({ by, idempotencyKey }: CommandContext): Promise<boolean> {
    if (idempotencyKey === undefined) return false;
    const { rowCount } = await this.database.pool.query(
      'select from idempotency_key where person_id = $1 and key = $2',
      [by.id, idempotencyKey.key],
    );
    return rowCount === 1;
  }

  /** Keeps what the command answers, for when the request comes again. */
  async keepAnswer(client: PoolClient, { by, idempotencyKey }: CommandContext, answer: unknown): Promise<void> {
    if (idempotencyKey === undefined) return;
    await client.query('update idempotency_key set answer = $3 where person_id = $1 and key = $2', [
      by.id,
      idempotencyKey.key,
      JSON.stringify({ value: answer }),
    ]);
  }

  async deleteBefore(time: Date): Promise<void> {
    await deleteInSteps(this.database.pool, {
      sql: `delete from idempotency_key where ctid = any(array(
              select ctid from idempotency_key where created_at < $2 limit $1))`,
      values: [time],
    });
  }
}
