import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Act } from './act.ts';
import { ActsStore } from './acts.store.ts';

/**
 * Keeps who did what and when. An act is written in the transaction that carries it out: there is neither an act without
 * its trace nor a trace without its act.
 */
@Injectable()
export class AuditService {
  constructor(private readonly acts: ActsStore) {}

  async record(client: PoolClient, act: Act): Promise<void> {
    await this.acts.append(client, act);
  }
}
