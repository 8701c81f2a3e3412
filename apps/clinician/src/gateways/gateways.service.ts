import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  decodeCursor,
  type Gateway,
  type GatewayCredential,
  GatewayId,
  instant,
  type NewGateway,
  type Page,
  pageFromRows,
  type PageQuery,
  type Person,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { digestOfSecret, newGatewaySecret } from '#libs/identity';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AuditService } from '../audit/audit.service.ts';
import { OutboxService } from '../outbox/outbox.service.ts';
import { CLOCK, DATABASE } from '../parts.module.ts';
import { GatewayNotFoundError } from './gateway-errors.ts';
import { GatewaysStore } from './gateways.store.ts';

const place = z.tuple([z.string()]);

/** Registers gateways. A secret is shown once, to whoever registers; afterwards only its digest is known, to us too. */
@Injectable()
export class GatewaysService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: GatewaysStore,
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
  ) {}

  async register({ name }: NewGateway, by: Person): Promise<GatewayCredential> {
    const at = this.clock.now();
    const id = GatewayId.parse(`gw-${randomBytes(8).toString('hex')}`);
    const secret = newGatewaySecret();
    const secretSha256 = digestOfSecret(secret);
    const gateway: Gateway = { id, name, registeredAt: instant(at), disabledAt: null };
    const revision = 1;
    await this.database.transaction(async (client) => {
      await this.store.add(client, gateway, secretSha256, revision);
      const event = { gatewayId: id, name, secretSha256, revision, disabledAt: null };
      await this.outbox.stage(client, 'gateways', [{ key: id, event }]);
      await this.audit.record(client, { by, at, act: 'register-gateway', subject: { kind: 'gateway', id } });
    });
    await this.outbox.publish();
    return { ...gateway, gatewayId: id, secret };
  }

  /** @throws GatewayNotFoundError */
  async assertExists(id: GatewayId): Promise<void> {
    if (!(await this.store.exists(id))) throw new GatewayNotFoundError(id);
  }

  /** @throws InvalidCursorError */
  async list(query: PageQuery): Promise<Page<Gateway>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, place));
    return pageFromRows(rows, { limit: query.limit, toItem: (gateway) => gateway, keysOf: ({ id }) => [id] });
  }
}
