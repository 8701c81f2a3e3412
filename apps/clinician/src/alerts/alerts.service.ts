import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type Alert,
  type AlertId,
  type AlertQuery,
  decodeCursor,
  instant,
  type Page,
  pageFromRows,
  type PatientId,
  type Person,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { AuditService } from '../audit/audit.service.ts';
import { LiveService } from '../live/live.service.ts';
import { CLOCK, DATABASE } from '../parts.module.ts';
import { AlertNotFoundError, AlertResolvedError } from './alert-errors.ts';
import { decideAcknowledgement, decideResolution, type MoveDecision } from './alert-moves.ts';
import { AlertsStore } from './alerts.store.ts';

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * What people do about alerts. Every act is one transaction with its line in the ledger, its trace in the audit and its
 * event in the live stream; doing the same act again changes nothing.
 */
@Injectable()
export class AlertsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: AlertsStore,
    private readonly audit: AuditService,
    private readonly live: LiveService,
  ) {}

  /** @throws AlertNotFoundError */
  async get(id: AlertId): Promise<Alert> {
    const alert = await this.store.find(id);
    if (alert === undefined) throw new AlertNotFoundError(id);
    return alert;
  }

  /** @throws InvalidCursorError */
  async list(query: AlertQuery): Promise<Page<Alert>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, place));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (alert) => alert,
      keysOf: ({ raisedAt, id }) => [raisedAt, id],
    });
  }

  async listOpenOnWard(wardId: WardId): Promise<readonly Alert[]> {
    return this.store.openOnWard(wardId);
  }

  /**
   * Somebody takes the alert up.
   *
   * @throws AlertNotFoundError
   * @throws AlertResolvedError
   */
  async acknowledge(id: AlertId, by: Person): Promise<Alert> {
    return this.#act(
      { id, by, act: 'acknowledge-alert', change: 'acknowledge', decide: decideAcknowledgement },
      (alert, now) => ({
        ...alert,
        state: 'acknowledged',
        acknowledgedAt: instant(now),
        acknowledgedBy: by.name,
      }),
    );
  }

  /**
   * Somebody closes the alert, with what was done or found.
   *
   * @throws AlertNotFoundError
   * @throws AlertResolvedError
   */
  async resolve(id: AlertId, outcome: string | null, by: Person): Promise<Alert> {
    const decide = (alert: Alert): MoveDecision => decideResolution(alert, { by: by.name, outcome });
    return this.#act({ id, by, act: 'resolve-alert', change: 'resolve', decide }, (alert, now) => ({
      ...alert,
      state: 'resolved',
      resolvedAt: instant(now),
      resolvedBy: by.name,
      outcome,
    }));
  }

  /**
   * Part of a discharge: resolves what is open, since nobody on this ward will. The caller holds the stay, and tells the
   * live stream of the alerts returned.
   */
  async resolveForDischarge(client: PoolClient, patientId: PatientId, by: Person): Promise<readonly Alert[]> {
    const resolved: Alert[] = [];
    const at = this.clock.now();
    for (const alert of await this.store.lockOpen(client, [patientId])) {
      const closed: Alert = {
        ...alert,
        state: 'resolved',
        resolvedAt: instant(at),
        resolvedBy: by.name,
        outcome: 'discharged',
        revision: alert.revision + 1,
      };
      await this.#save(client, closed, { change: 'resolve', because: 'discharged', by, at });
      resolved.push(closed);
    }
    return resolved;
  }

  async #act(
    asked: {
      readonly id: AlertId;
      readonly by: Person;
      readonly act: string;
      readonly change: string;
      readonly decide: (alert: Alert) => MoveDecision;
    },
    move: (alert: Alert, now: Date) => Alert,
  ): Promise<Alert> {
    const { id, by, act, change } = asked;
    return this.database.transaction(async (client) => {
      const alert = await this.store.lock(client, id);
      if (alert === undefined) throw new AlertNotFoundError(id);
      const decision = asked.decide(alert);
      if (decision.move === 'refuse') throw new AlertResolvedError(id);
      if (decision.move === 'none') return alert;
      const at = this.clock.now();
      const moved = { ...move(alert, at), revision: alert.revision + 1 };
      await this.#save(client, moved, { change, because: decision.because, by, at });
      await this.audit.record(client, { by, at, act, subject: { kind: 'alert', id } });
      await this.live.append(client, [{ kind: 'alert', wardId: moved.wardId, alert: moved }]);
      return moved;
    });
  }

  async #save(
    client: PoolClient,
    alert: Alert,
    line: { readonly change: string; readonly because: string; readonly by: Person; readonly at: Date },
  ): Promise<void> {
    await this.store.save(client, alert);
    await this.store.record(client, {
      alertId: alert.id,
      patientId: alert.patientId,
      signalId: undefined,
      tier: alert.currentTier,
      ...line,
    });
  }
}
