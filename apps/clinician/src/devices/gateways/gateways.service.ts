import { Inject, Injectable } from '@nestjs/common';
import {
  decodeCursor,
  type Gateway,
  type GatewayCredential,
  GatewayId,
  type NewGateway,
  type Page,
  pageFromRows,
  type PageQuery,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { digestOfSecret, newGatewaySecret } from '#libs/identity';
import { randomBytes } from 'node:crypto';
import { type EntityManager, In, IsNull, MoreThan } from 'typeorm';
import { z } from 'zod';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { DATABASE } from '../../parts.module.ts';
import { GatewayNotFoundError } from './gateway-errors.ts';
import { GatewayEntity, gatewayOf } from './gateway.entity.ts';

const cursor = z.tuple([z.string()]);

/**
 * Registers gateways and withdraws their credentials. A secret is shown once, to the person who registers; afterwards only
 * its digest is known. The gateway service has the news when the answer goes out: a withdrawn credential then opens nothing.
 */
@Injectable()
export class GatewaysService {
  constructor(
    private readonly commands: CommandsService,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** The names of those of these gateways that are let in, by the connection of the command. */
  async letIn(entities: EntityManager, ids: readonly GatewayId[]): Promise<ReadonlyMap<GatewayId, string>> {
    const rows = await entities.find(GatewayEntity, { where: { id: In([...ids]), disabledAt: IsNull() } });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async register({ name }: NewGateway, context: CommandContext): Promise<GatewayCredential> {
    const id = GatewayId.parse(`gw-${randomBytes(8).toString('hex')}`);
    const secret = newGatewaySecret();
    return this.commands.execute({ name: 'register-gateway', keepAnswer: false }, context, async (command) => {
      const secretSha256 = digestOfSecret(secret);
      const row = { id, name, secretSha256, revision: 1, registeredAt: command.at, disabledAt: null };
      await command.entities.insert(GatewayEntity, row);
      await publish(command, row);
      command.audit({ subject: { kind: 'gateway', id }, text: 'The gateway was registered.' });
      return { ...gatewayOf(row), gatewayId: id, secret };
    });
  }

  /**
   * Withdraws the gateway's credential; nothing changes where that has been done.
   *
   * @throws GatewayNotFoundError
   */
  async withdraw(id: GatewayId, reason: string, context: CommandContext): Promise<Gateway> {
    return this.commands.execute('withdraw-gateway', context, async (command) => {
      const row = await command.entities.findOne(GatewayEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (row === null) throw new GatewayNotFoundError(id);
      if (row.disabledAt !== null) return gatewayOf(row);
      const change = { revision: row.revision + 1, disabledAt: command.at };
      await command.entities.update(GatewayEntity, { id }, change);
      const disabled = Object.assign(row, change);
      await publish(command, disabled);
      command.audit({
        subject: { kind: 'gateway', id },
        text: `The credential was withdrawn: ${reason}`,
        facts: { reason },
      });
      return gatewayOf(disabled);
    });
  }

  /** @throws GatewayNotFoundError */
  async assertExists(id: GatewayId): Promise<void> {
    if (!(await this.database.dataSource.getRepository(GatewayEntity).existsBy({ id })))
      throw new GatewayNotFoundError(id);
  }

  /** How many are let in, and of how many the credential was withdrawn. */
  async countByState(): Promise<{ readonly 'let-in': number; readonly withdrawn: number }> {
    const gateways = this.database.dataSource.getRepository(GatewayEntity);
    const [all, letIn] = await Promise.all([gateways.count(), gateways.countBy({ disabledAt: IsNull() })]);
    return { 'let-in': letIn, withdrawn: all - letIn };
  }

  /** @throws InvalidCursorError */
  async list({ limit, cursor: from }: PageQuery): Promise<Page<Gateway>> {
    const [after] = decodeCursor(from, cursor) ?? [];
    const rows = await this.database.dataSource.getRepository(GatewayEntity).find({
      // A cursor is made of ids.
      ...(after === undefined ? {} : { where: { id: MoreThan(after as GatewayId) } }),
      order: { id: 'asc' },
      take: limit + 1,
    });
    return pageFromRows(rows, { limit, toItem: gatewayOf, keysOf: ({ id }) => [id] });
  }
}

/** Sends the gateway as it is now to the gateway service. */
async function publish(
  command: Command,
  { id, name, secretSha256, revision, disabledAt }: GatewayEntity,
): Promise<void> {
  const { disabledAt: disabled } = gatewayOf({
    id,
    name,
    secretSha256,
    revision,
    registeredAt: command.at,
    disabledAt,
  });
  await command.publish('gateways', id, { gatewayId: id, name, secretSha256, revision, disabledAt: disabled });
}
