import { Controller, Inject } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import type { Alert, PatientId, Signal } from '#libs/contracts';
import type { Database } from '#libs/database';
import { type EventBatch, FromLog } from '#libs/event-log';
import type { Logger } from '#libs/telemetry';
import { ChartingService } from '../chart/charting.service.ts';
import { LiveService } from '../live/live.service.ts';
import { alertsTransport, CLOCK, DATABASE, LOGGER } from '../parts.module.ts';
import { decideAlert } from './alert-decision.ts';
import { AlertsStore } from './alerts.store.ts';
import { applyDecision } from './apply-decision.ts';

/**
 * Turns signals into alerts, a batch in one transaction: each signal is decided about once, with its reason in the
 * ledger, so a batch that comes again raises nothing twice. A patient's signals are taken in the order of the log, and a
 * discharge either waits for the batch or is seen by it. The score that a signal carries is charted with the alert.
 */
@Controller()
export class SignalsConsumer {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly store: AlertsStore,
    private readonly live: LiveService,
    private readonly charting: ChartingService,
  ) {}

  @FromLog('signals', alertsTransport)
  async onSignals(batch: EventBatch<'signals'>): Promise<void> {
    const signals = batch.records.flatMap(({ event }) => (event === null ? [] : [event]));
    if (signals.length === 0) return;
    await this.#decideAll(signals);
  }

  async #decideAll(signals: readonly Signal[]): Promise<void> {
    const patientIds = [...new Set(signals.map(({ patientId }) => patientId))];
    await this.database.transaction(async (client) => {
      const stays = await this.store.holdOpenStays(client, patientIds);
      const open = new Map<PatientId, Alert>();
      for (const alert of await this.store.lockOpen(client, patientIds)) open.set(alert.patientId, alert);
      const decided = new Set(
        await this.store.decided(
          client,
          signals.map(({ id }) => id),
        ),
      );
      const fresh = signals.filter(({ id }) => !decided.has(id)).map(({ score }) => score);
      const wards = new Map([...stays].map(([patientId, { wardId }]) => [patientId, wardId]));
      const charted = await this.charting.chartScores(client, fresh, () => Promise.resolve(wards));
      const changed: Alert[] = [];
      for (const signal of signals) {
        if (decided.has(signal.id)) continue;
        decided.add(signal.id);
        const { patientId } = signal;
        const stay = stays.get(patientId);
        const decision = decideAlert(signal, stay, open.get(patientId));
        const now = this.clock.now();
        const alert = applyDecision({ signal, decision, stay, alert: open.get(patientId) }, now);
        if (alert !== undefined) {
          await this.store.save(client, alert);
          open.set(patientId, alert);
          changed.push(alert);
        }
        const { change, because } = decision;
        await this.store.record(client, {
          alertId: alert?.id ?? open.get(patientId)?.id,
          patientId,
          signalId: signal.id,
          change,
          because,
          tier: signal.tier,
          by: undefined,
          at: now,
        });
        this.logger.info({ event: 'signal-decided', signalId: signal.id, alertId: alert?.id, change, because });
      }
      await this.live.append(client, [
        ...charted,
        ...changed.map((alert) => ({ kind: 'alert', wardId: alert.wardId, alert }) as const),
      ]);
    });
  }
}
