import { Injectable } from '@nestjs/common';
import type { Instant, NotificationTarget, PersonReference, WardId } from '#libs/contracts';
import type { PoolClient } from 'pg';

/** Reads by a connection: of the pool, or of a transaction that is under way. */
export type Queryable = Pick<PoolClient, 'query'>;

/** Who is reached for a target. */
export interface Recipients {
  readonly people: readonly PersonReference[];
  /** Why there are none. */
  readonly empty?: 'gap' | 'empty-team' | 'no-one-with-role' | 'unknown' | 'inactive';
}

/** Knows who is meant by a target of an escalation: a person, a rota, a team or a role. */
@Injectable()
export class RecipientsService {
  /**
   * Who is reached for a target at an instant, on a ward. People of the target who do not work on the ward are left out only
   * for roles.
   */
  resolve(
    _client: Queryable,
    _target: NotificationTarget,
    _when: { readonly at: Instant; readonly wardId: WardId },
  ): Promise<Recipients> {
    throw new Error('Not written yet.');
  }

  /** Whether there is what the target names. A role always is there. */
  exists(_client: Queryable, _target: NotificationTarget): Promise<boolean> {
    throw new Error('Not written yet.');
  }
}
