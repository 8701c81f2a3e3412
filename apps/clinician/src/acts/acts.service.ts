import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { EventOn, Person } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { type LiveChange, LiveService } from '../live/live.service.ts';
import { OutboxService, type OwnTopic } from '../outbox/outbox.service.ts';
import { CLOCK, DATABASE } from '../parts.module.ts';
import type { Subject } from './act.ts';
import { ActsStore } from './acts.store.ts';

/** An act that is under way: one transaction, and what goes with it. */
export interface OngoingAct {
  readonly client: PoolClient;
  readonly by: Person;
  readonly at: Date;
  /** Keeps that it was done. An act that changes nothing records nothing. */
  readonly record: (subject: Subject, facts?: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Shows it to everybody who watches, once it has been committed. */
  readonly show: (...changes: readonly LiveChange[]) => void;
  /** Tells the other services, once it has been committed. */
  readonly tell: <Topic extends OwnTopic>(topic: Topic, key: string, event: EventOn<Topic>) => Promise<void>;
}

/**
 * Carries out what people do. The change, the trace of who made it and when, its event in the live stream and what the
 * other services must know of it are one transaction: either all of them are there, or none. The answer goes out when
 * the log has the news, or when that takes too long; it is then brought there in the background.
 */
@Injectable()
export class ActsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: ActsStore,
    private readonly live: LiveService,
    private readonly outbox: OutboxService,
  ) {}

  /** @param act a verb, and what it is done to: `admit`, `acknowledge-alert`. */
  async carryOut<Result>(
    { act, by }: { readonly act: string; readonly by: Person },
    work: (ongoing: OngoingAct) => Promise<Result>,
  ): Promise<Result> {
    const at = this.clock.now();
    const shown: LiveChange[] = [];
    const told = new Set<OwnTopic>();
    const result = await this.database.transaction(async (client) => {
      const done = await work({
        client,
        by,
        at,
        record: (subject, facts = {}) => this.store.append(client, { by, at, act, subject, facts }),
        show: (...changes) => {
          shown.push(...changes);
        },
        tell: async (topic, key, event) => {
          told.add(topic);
          await this.outbox.stage(client, topic, [{ key, event }]);
        },
      });
      await this.live.append(client, shown);
      return done;
    });
    if (told.size > 0) await this.outbox.publish();
    return result;
  }
}
