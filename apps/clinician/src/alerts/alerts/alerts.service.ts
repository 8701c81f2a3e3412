import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type Alert,
  type AlertId,
  type AlertQuery,
  asOfInstant,
  decodeCursor,
  instant,
  type Instant,
  type Page,
  pageFromRows,
  type PatientId,
  type Person,
  type WardId,
} from '#libs/contracts';
import { z } from 'zod';
import { ActsService, type OngoingAct } from '../../commands/commands.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { type KeptAlert, shown } from './alert-decision.ts';
import { AlertNotFoundError, AlertResolvedError } from './alert-errors.ts';
import { decideAcknowledgement, decideResolution, type MoveDecision } from './alert-moves.ts';
import { AlertSignalsStore } from './alert-signals.store.ts';
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
    private readonly signals: AlertSignalsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AlertNotFoundError */
  async get(id: AlertId): Promise<Alert> {
    const alert = await this.store.find(id);
    if (alert === undefined) throw new AlertNotFoundError(id);
    return alert;
  }

  /**
   * @throws InvalidCursorError
   * @throws AsOfInFutureError
   */
  async list(query: AlertQuery): Promise<Page<Alert>> {
    const asOf = asOfInstant(query.asOf, this.clock.now());
    const rows = await this.store.list(query, asOf, decodeCursor(query.cursor, place));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (alert) => alert,
      keysOf: ({ raisedAt, id }) => [raisedAt, id],
    });
  }

  /** @param asOf as they were at that instant; undefined: now. */
  async listOpenOnWard(wardId: WardId, asOf?: Instant): Promise<readonly Alert[]> {
    return this.store.openOnWard(wardId, asOf);
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
      acted: true,
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
    return this.#act({ id, by, change: 'resolve', decide }, (now, { since }) =>
      closedBy(by, { outcome, at: afterwards(now, since) }),
    );
  }

  /** Part of a discharge: resolves what is open, since nobody on this ward will. The caller holds the stay. */
  async resolveForDischarge(act: OngoingAct, patientId: PatientId): Promise<void> {
    for (const alert of await this.store.lockOpen(act.client, [patientId])) {
      const closing = closedBy(act.by, { outcome: 'discharged', at: afterwards(act.at, alert.since) });
      const closed = { ...closing, revision: alert.revision + 1 };
      await this.#save(act, { ...alert, ...closed }, { change: 'resolve', because: 'discharged' });
    }
  }

  async #act(asked: Asked, move: (now: Date, alert: KeptAlert) => Partial<KeptAlert>): Promise<Alert> {
    const { id, by } = asked;
    return this.acts.carryOut({ act: `${asked.change}-alert`, by }, async (act) => {
      const alert = await this.store.lock(act.client, id);
      if (alert === undefined) throw new AlertNotFoundError(id);
      const decision = asked.decide(alert);
      if (decision.move === 'refuse') throw new AlertResolvedError(id);
      if (decision.move === 'none') return shown(alert);
      const moved = { ...alert, ...move(act.at, alert), revision: alert.revision + 1 };
      await this.#save(act, moved, { change: asked.change, because: decision.because });
      await act.record({ kind: 'alert', id });
      return shown(moved);
    });
  }

  async #save(
    { client, by, at, show }: OngoingAct,
    alert: KeptAlert,
    line: { readonly change: string; readonly because: string },
  ): Promise<void> {
    const { id: alertId, patientId, currentTier: tier } = alert;
    await this.store.save(client, alert, at);
    await this.signals.answer(client, alert, alert.state === 'resolved');
    await this.store.record(client, [{ alertId, patientId, signal: undefined, tier, by, at, ...line }]);
    show({ kind: 'alert', wardId: alert.wardId, alert: shown(alert) });
  }
}

/** What somebody wants done to an alert, and whether it may be. */
interface Asked {
  readonly id: AlertId;
  readonly by: Person;
  readonly change: 'acknowledge' | 'resolve';
  readonly decide: (alert: Alert) => MoveDecision;
}

function closedBy(by: Person, { at, outcome }: { at: Instant; outcome: string | null }): Partial<KeptAlert> {
  return { state: 'resolved', resolvedAt: at, resolvedBy: by.name, outcome };
}

/** Two alerts of one condition are never resolved at the same instant: the id of the next one follows from it. */
function afterwards(now: Date, since: Instant | null): Instant {
  return since === null || since < instant(now) ? instant(now) : instant(Date.parse(since) + 1);
}
