import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { EventOn, PersonReference, TopicName } from '#libs/contracts';
import { type Database, together } from '#libs/database';
import type { Outbox } from '#libs/outbox';
import type { Timers } from '#libs/timers';
import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { CLOCK, DATABASE, OUTBOX, TIMERS } from '../parts.module.ts';
import { type AuditEntry, type AuditRecord, changesSince, type Subject } from './audit/audit-entry.ts';
import { AuditStore, type CarriedStates } from './audit/audit.store.ts';
import { IdempotencyKeysStore } from './idempotency/idempotency-keys.store.ts';
import type { LiveChange } from './live-changes/live-change.ts';
import { LiveChangesStore } from './live-changes/live-changes.store.ts';
import type { CommandContext } from './request/command-context.ts';
import { refusedIfMerged } from './merged-meanwhile/merged-meanwhile.ts';
import { ChangedMeanwhileError } from './revisions/changed-meanwhile-error.ts';

/** A timer of this service: what is to happen to which subject when. */
export interface ScheduledTimer {
  readonly kind: string;
  readonly subject: string;
  readonly revision: number;
  readonly dueAt: Date;
}

/** A command that is being executed: one transaction with two doors, and everything that goes with the change. */
export interface Command {
  /** For SQL stores. */
  readonly client: PoolClient;
  /** For entities, on the same connection. */
  readonly entities: EntityManager;
  readonly name: string;
  readonly by: PersonReference;
  readonly at: Date;
  /** Keeps that it was done, once the work is. A command that changes nothing is not audited. */
  audit(...entries: readonly AuditEntry[]): void;
  /** Keeps that subjects went from one record of a patient to another, each with its newest state. */
  auditCarried(states: CarriedStates): Promise<void>;
  /** Tells the live stream what has changed, once it has been committed. */
  changed(...changes: readonly LiveChange[]): void;
  /** Sends an event to the other services, once it has been committed. */
  publish<Topic extends TopicName>(topic: Topic, key: string, event: EventOn<Topic>): Promise<void>;
  /** Has the timers due once the work is done, each in place of the one that its subject has of this kind. */
  schedule(...timers: readonly ScheduledTimer[]): void;
  /**
   * Refuses to go on where the sender saw an older revision of the subject than the one that stands.
   *
   * @param isAside whether a change is beside what the sender decided by: where there are only such, the command goes on.
   * @throws ChangedMeanwhileError saying what has changed since.
   */
  expectRevision(
    subject: Subject,
    current: { readonly revision: number },
    isAside?: (change: AuditRecord) => boolean,
  ): Promise<void>;
}

/** A verb, and what it is done to: `admit`, `acknowledge-alert`. `keepAnswer` is false where the answer holds a secret. */
type CommandName = string | { readonly name: string; readonly keepAnswer: boolean };

/**
 * Executes everything that changes something for whatever asks: a person, the log, or a timer. The change, its audit, its events
 * for the other services, its timers and its place in the live stream are one transaction: all of them are there, or none.
 * A request that comes again under its idempotency key gets the answer of the first time. The promise resolves when the log
 * has the events, or when that takes too long; the outbox then goes on trying.
 *
 * Rows are locked in one order by every command: patient, referral, ward (wards in order of id), stay, alert, task.
 */
@Injectable()
export class CommandsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(OUTBOX) private readonly outbox: Outbox,
    @Inject(TIMERS) private readonly timers: Timers,
    private readonly store: AuditStore,
    private readonly keys: IdempotencyKeysStore,
    private readonly live: LiveChangesStore,
  ) {}

  /** Executes a command in a transaction of its own. */
  async execute<Result>(
    commandName: CommandName,
    context: CommandContext,
    work: (command: Command) => Promise<Result>,
  ): Promise<Result> {
    const { name, keepAnswer } =
      typeof commandName === 'string' ? { name: commandName, keepAnswer: true } : commandName;
    const { result, published } = await refusedIfMerged(() =>
      this.database.transaction(async (client, entities, withCommit) => {
        const claim = await this.keys.claim(client, context, { command: name, at: this.clock.now() });
        // Kept by the very command that the key stands for: the digest of the request says so.
        if (claim.executed) return { result: claim.answer as Result, published: false };
        const done = await this.#run({ client, entities, name, context }, work);
        withCommit(() =>
          Promise.all([
            done.keep(),
            keepAnswer && this.keys.keepAnswer(client, context, done.result),
            this.live.append(client, done.changes),
          ]),
        );
        return done;
      }),
    );
    if (published) await this.outbox.publish();
    return result;
  }

  /** Whether a command has been executed under the request's idempotency key before. */
  isKeyUsed(context: CommandContext): Promise<boolean> {
    return this.keys.isUsed(context);
  }

  /** Executes a command within a transaction that is under way: a timer that has fallen due. */
  async executeWithin(
    { client, entities }: { readonly client: PoolClient; readonly entities: EntityManager },
    { name, by }: { readonly name: string; readonly by: PersonReference },
    work: (command: Command) => Promise<void>,
  ): Promise<void> {
    await refusedIfMerged(async () => {
      const done = await this.#run({ client, entities, name, context: { by } }, work);
      await together([done.keep(), this.live.append(client, done.changes)]);
    });
  }

  async #run<Result>(
    { client, entities, name, context }: Running,
    work: (command: Command) => Promise<Result>,
  ): Promise<Done<Result>> {
    const changes: LiveChange[] = [];
    let published = false;
    const { by, expectedRevision: only, expectedRevisions } = context;
    const at = this.clock.now();
    const entries: AuditEntry[] = [];
    const scheduled: ScheduledTimer[] = [];
    // A statement for all of them: a batch off the log has hundreds.
    const writeAudit = () => this.store.append(client, { by, at, command: name }, entries.splice(0));
    const result = await work({
      client,
      entities,
      name,
      by,
      at,
      audit: (...more) => {
        entries.push(...more);
      },
      auditCarried: async (states) => {
        // It goes by the newest states of the subjects.
        await writeAudit();
        await this.store.carry(client, { by, at, command: name }, states);
      },
      changed: (...more) => {
        changes.push(...more);
      },
      publish: async (topic, key, event) => {
        published = true;
        await this.outbox.stage(client, topic, [{ key, event }]);
      },
      schedule: (...timers) => {
        scheduled.push(...timers);
      },
      expectRevision: async (subject, current, isAside = () => false) => {
        const expectedRevision = expectedRevisions === undefined ? only : expectedRevisions.get(subject.id);
        if (expectedRevision === undefined || expectedRevision === current.revision) return;
        const records = await this.store.since(client, subject, expectedRevision);
        const since = records.filter(({ revision }) => revision !== null && revision > expectedRevision);
        if (since.length > 0 && since.every(isAside)) return;
        throw new ChangedMeanwhileError(subject, {
          expectedRevision,
          current,
          // A state may hold more than is shown of the subject.
          changes: changesSince(records, expectedRevision).map(({ fields, ...change }) => ({
            ...change,
            fields: fields.filter((field) => field in current),
          })),
        });
      },
    });
    const keep = () => Promise.all([writeAudit(), this.timers.schedule(client, scheduled)]);
    return { result, published, changes, keep };
  }
}

/** A command whose work is done, and what is still to be sent of it. */
interface Done<Result> {
  readonly result: Result;
  readonly published: boolean;
  readonly changes: readonly LiveChange[];
  /** Writes its audit and its timers; rejects as soon as one of them fails, as what goes with a commit has to. */
  readonly keep: () => Promise<unknown>;
}

interface Running {
  readonly client: PoolClient;
  readonly entities: EntityManager;
  readonly name: string;
  readonly context: CommandContext;
}
