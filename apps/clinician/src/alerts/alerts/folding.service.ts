import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { conditionOf, type PatientId, type Score, type Signal, type WardId } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { PoolClient } from 'pg';
import type { LiveChange } from '../../commands/live-changes/live-changes.service.ts';
import { CLOCK, LOGGER } from '../../parts.module.ts';
import { SilenceService, withSilence } from '../../devices/silence/silence.service.ts';
import { shown } from './alert-decision.ts';
import { AlertSignalsStore } from './alert-signals.store.ts';
import { AlertsStore } from './alerts.store.ts';
import { type Folded, foldSignals, type KnownSoFar } from './fold-signals.ts';

/** What taking signals in has changed. */
export interface TakenIn {
  /** For the live stream, in order. */
  readonly changes: readonly LiveChange[];
  /** Of the signals that are new. */
  readonly scores: readonly Score[];
  /** Where those patients are who are on a ward. */
  readonly wards: ReadonlyMap<PatientId, WardId>;
}

const silent = conditionOf('silence');

/**
 * Takes signals in: keeps what stands of each condition and sums it up in the order of the moments that signals belong to,
 * so that any order of arrival ends in the same open alerts. Two who take in signals of one patient wait for each other.
 */
@Injectable()
export class FoldingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly alerts: AlertsStore,
    private readonly signals: AlertSignalsStore,
    private readonly silence: SilenceService,
  ) {}

  async takeIn(client: PoolClient, arrived: readonly Signal[]): Promise<TakenIn> {
    const now = this.clock.now();
    const known = await this.#knownOf(client, arrived, now);
    const folded = foldSignals(arrived, known);
    await this.signals.keep(client, folded.signals, now);
    for (const alert of folded.alerts) await this.alerts.save(client, alert, now);
    await this.#record(client, folded, now);
    const fresh = folded.decided.filter(({ because }) => because !== 'superseded').map(({ signal }) => signal);
    return {
      changes: folded.alerts.map((alert) => ({ kind: 'alert', wardId: alert.wardId, alert: shown(alert) })),
      scores: fresh.flatMap(({ score }) => (score === null ? [] : [score])),
      wards: new Map([...known.openStays].map(([patientId, { wardId }]) => [patientId, wardId])),
    };
  }

  async #knownOf(client: PoolClient, arrived: readonly Signal[], now: Date): Promise<KnownSoFar> {
    const patientIds = [...new Set(arrived.map(({ patientId }) => patientId))];
    // First the stays, so that whoever else decides about these patients waits here, before anything is read.
    const openStays = await this.alerts.holdOpenStays(client, patientIds);
    const openAlerts = await this.alerts.lockOpen(client, patientIds);
    const closedAlerts = await this.alerts.lastClosed(client, [...new Set(arrived.map(({ stayId }) => stayId))]);
    const signals = await this.signals.around(client, arrived);
    const taken = openAlerts.filter(
      ({ state, conditionKind }) => state === 'acknowledged' && conditionKind === 'score',
    );
    const shownLow = await this.signals.shownLow(client, taken);
    const silentIds = [...new Set(arrived.filter(({ condition }) => condition === silent).map((one) => one.patientId))];
    const silenceOf = await this.silence.silencesOf(client, silentIds, now);
    return {
      openStays,
      openAlerts,
      closedAlerts,
      signals,
      shownLow,
      now,
      wordsOf: ({ reason }, { patientId, condition }) =>
        condition === silent ? withSilence(reason, silenceOf(patientId)) : reason,
    };
  }

  async #record(client: PoolClient, { decided }: Folded, at: Date): Promise<void> {
    await this.alerts.record(
      client,
      decided.map(({ signal, alertId, change, because }) => {
        const { id, revision, patientId, tier } = signal;
        return { alertId, patientId, signal: { id, revision }, change, because, tier, by: undefined, at };
      }),
    );
    for (const { signal, alertId, change, because } of decided) {
      this.logger.info({ event: 'signal-decided', signalId: signal.id, alertId, change, because });
    }
  }
}
