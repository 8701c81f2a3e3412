import { Inject, Injectable } from '@nestjs/common';
import {
  decodeCursor,
  homewardItself,
  instant,
  type Instant,
  type IntakeStatus,
  type Page,
  pageFromRows,
  type TechnicalAlert,
  type EventId,
  type TechnicalAlertQuery,
} from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import { z } from 'zod';
import { CommandsService } from '../../commands/commands.service.ts';
import { LOGGER } from '../../parts.module.ts';
import { outageBefore, outageId, outageOverWords, outageWords } from './intake-outage.ts';
import { TechnicalAlertsStore } from './technical-alerts.store.ts';

const cursorKeys = z.tuple([z.iso.datetime(), z.uuid()]);
const kind = 'intake-outage';

/**
 * Says what is wrong with Homeward itself. While no readings can come in, one technical alert is open, whichever replica
 * notices and however many do; the first status that comes again resolves it, with the time that it lasted.
 */
@Injectable()
export class TechnicalAlertsService {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly commands: CommandsService,
    private readonly store: TechnicalAlertsStore,
  ) {}

  async getMany(ids: readonly EventId[]): Promise<ReadonlyMap<EventId, TechnicalAlert>> {
    if (ids.length === 0) return new Map();
    const alerts = await this.store.findMany(ids);
    return new Map(alerts.map((alert) => [alert.id, alert]));
  }

  /** @throws InvalidCursorError */
  async list(query: TechnicalAlertQuery): Promise<Page<TechnicalAlert>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, cursorKeys));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (alert) => alert,
      keysOf: ({ raisedAt, id }) => [raisedAt, id],
    });
  }

  /** A status that is not newer than the last, such as one that comes again, changes nothing. */
  async keepStatus(status: IntakeStatus): Promise<void> {
    await this.commands.execute('keep-intake-status', { by: homewardItself }, async (command) => {
      const since = await this.store.lockLastStatus(command.client);
      if (since !== undefined && status.at <= since) return;
      await this.store.keepLastStatus(command.client, status.at);
      if (since === undefined) return;
      const words = outageOverWords(outageBefore(status, since));
      const id = await this.store.resolve(command.client, { kind, subjectId: null }, { at: command.at, words });
      if (id === undefined) return;
      command.changed({ kind: 'technical-alert', technicalAlertId: id });
      this.logger.info({ event: 'technical-alert-resolved', technicalAlertId: id, kind }, words);
    });
  }

  /** Raises the outage since the last status, unless one has come meanwhile or another replica has raised it. */
  async raiseOutage(since: Instant): Promise<void> {
    await this.commands.execute('raise-intake-outage', { by: homewardItself }, async (command) => {
      if ((await this.store.lockLastStatus(command.client)) !== since) return;
      const [id, words] = [outageId(since), outageWords(since)];
      const raisedAt = instant(command.at);
      const alert: TechnicalAlert = { id, kind, subjectId: null, raisedAt, resolvedAt: null, words };
      if (!(await this.store.raise(command.client, alert))) return;
      command.changed({ kind: 'technical-alert', technicalAlertId: id });
      this.logger.warn({ event: 'technical-alert-raised', technicalAlertId: id, kind }, words);
    });
  }
}
