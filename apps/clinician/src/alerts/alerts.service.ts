import { Injectable } from '@nestjs/common';
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
import { z } from 'zod';
import { ActsService, type OngoingAct } from '../acts/acts.service.ts';
import { AlertNotFoundError, AlertResolvedError } from './alert-errors.ts';
import { decideAcknowledgement, decideResolution, type MoveDecision } from './alert-moves.ts';
import { AlertsStore } from './alerts.store.ts';

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * What people do about alerts. Every act is one transaction with its line in the ledger and its event in the live
 * stream; doing the same act again changes nothing.
 */
@Injectable()
export class AlertsService {
  constructor(
    private readonly acts: ActsService,
    private readonly store: AlertsStore,
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
    return this.#act({ id, by, change: 'acknowledge', decide: decideAcknowledgement }, (now) => ({
      state: 'acknowledged',
      acknowledgedAt: instant(now),
      acknowledgedBy: by.name,
    }));
  }

  /**
   * Somebody closes the alert, with what was done or found.
   *
   * @throws AlertNotFoundError
   * @throws AlertResolvedError
   */
  async resolve(id: AlertId, outcome: string | null, by: Person): Promise<Alert> {
    const decide = (alert: Alert): MoveDecision => decideResolution(alert, { by: by.name, outcome });
    return this.#act({ id, by, change: 'resolve', decide }, (now) => closedBy(by, now, outcome));
  }

  /** Part of a discharge: resolves what is open, since nobody on this ward will. The caller holds the stay. */
  async resolveForDischarge(act: OngoingAct, patientId: PatientId): Promise<void> {
    for (const alert of await this.store.lockOpen(act.client, [patientId])) {
      const closed = { ...closedBy(act.by, act.at, 'discharged'), revision: alert.revision + 1 };
      await this.#save(act, { ...alert, ...closed }, { change: 'resolve', because: 'discharged' });
    }
  }

  async #act(asked: Asked, move: (now: Date) => Partial<Alert>): Promise<Alert> {
    const { id, by } = asked;
    return this.acts.carryOut({ act: `${asked.change}-alert`, by }, async (act) => {
      const alert = await this.store.lock(act.client, id);
      if (alert === undefined) throw new AlertNotFoundError(id);
      const decision = asked.decide(alert);
      if (decision.move === 'refuse') throw new AlertResolvedError(id);
      if (decision.move === 'none') return alert;
      const moved = { ...alert, ...move(act.at), revision: alert.revision + 1 };
      await this.#save(act, moved, { change: asked.change, because: decision.because });
      await act.record({ kind: 'alert', id });
      return moved;
    });
  }

  async #save(
    { client, by, at, show }: OngoingAct,
    alert: Alert,
    line: { readonly change: string; readonly because: string },
  ): Promise<void> {
    const { id: alertId, patientId, currentTier: tier } = alert;
    await this.store.save(client, alert);
    await this.store.record(client, { alertId, patientId, signalId: undefined, tier, by, at, ...line });
    show({ kind: 'alert', wardId: alert.wardId, alert });
  }
}

/** What somebody wants done to an alert, and whether it may be. */
interface Asked {
  readonly id: AlertId;
  readonly by: Person;
  readonly change: 'acknowledge' | 'resolve';
  readonly decide: (alert: Alert) => MoveDecision;
}

function closedBy(by: Person, at: Date, outcome: string | null): Partial<Alert> {
  return { state: 'resolved', resolvedAt: instant(at), resolvedBy: by.name, outcome };
}
