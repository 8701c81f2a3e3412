import { Injectable } from '@nestjs/common';
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
  type RegisteredGateway,
} from '#libs/contracts';
import { digestOfSecret, newGatewaySecret } from '#libs/identity';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ActsService } from '../../commands/commands.service.ts';
import { GatewayNotFoundError } from './gateway-errors.ts';
import { GatewaysStore } from './gateways.store.ts';

const place = z.tuple([z.string()]);

/** Registers gateways. A secret is shown once, to whoever registers; afterwards only its digest is known, to us too. */
@Injectable()
export class GatewaysService {
  constructor(
    private readonly acts: ActsService,
    private readonly store: GatewaysStore,
  ) {}

  async register({ name }: NewGateway, by: Person): Promise<GatewayCredential> {
    const id = GatewayId.parse(`gw-${randomBytes(8).toString('hex')}`);
    const secret = newGatewaySecret();
    const secretSha256 = digestOfSecret(secret);
    return this.acts.carryOut({ act: 'register-gateway', by }, async ({ client, at, record, tell }) => {
      const gateway: Gateway = { id, name, registeredAt: instant(at), disabledAt: null };
      const event: RegisteredGateway = { gatewayId: id, name, secretSha256, revision: 1, disabledAt: null };
      await this.store.add(client, gateway, event);
      await tell('gateways', id, event);
      await record({ kind: 'gateway', id });
      return { ...gateway, gatewayId: id, secret };
    });
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
