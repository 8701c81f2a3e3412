import { Inject, Injectable } from '@nestjs/common';
import { conditionOf, type Instant, type Signal } from '#libs/contracts';
import { together } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import type { Command } from '../../commands/commands.service.ts';
import { withSilence } from '../../devices/devices/silent-party.ts';
import { SilenceService } from '../../devices/devices/silence.service.ts';
import { LOGGER, RULE_BOOK, type RuleBookInForce } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { RetractionsService } from '../../record/chart/retractions.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { inactionText } from './alert-event.ts';
import { AlertSignalsStore } from './alert-signals.store.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsStore } from './alerts.store.ts';
import { clearingOf } from './clearing.ts';
import {
  foldAgain,
  type FoldedSubject,
  foldSignals,
  type Known,
  type SignalDecision,
  relapsesToLookFor,
} from './fold-signals.ts';

const silent = conditionOf('silence');

/**
 * Folds signals into alerts: keeps the newest revision of each and sums up every condition in the order of the times that
 * its signals belong to, so that any order of arrival ends in the same open alerts. Two that fold signals of one patient
 * wait for each other.
 */
@Injectable()
export class FoldingService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(RULE_BOOK) private readonly ruleBook: RuleBookInForce,
    private readonly alerts: AlertsStore,
    private readonly signals: AlertSignalsStore,
    private readonly writer: AlertWriter,
    private readonly stays: StaysService,
    private readonly chart: ChartService,
    private readonly silence: SilenceService,
    private readonly retractions: RetractionsService,
  ) {}

  /** @returns what was decided about each signal. */
  async fold(command: Command, arrived: readonly Signal[]): Promise<readonly SignalDecision[]> {
    const { signals, changes, decided } = foldSignals(arrived, await this.#knownOf(command, arrived));
    await together([this.signals.keep(command.client, signals, command.at), this.writer.write(command, changes)]);
    this.#auditInaction(command, decided);
    for (const { signal, alertId, decision } of decided) {
      const { change, because } = decision;
      this.logger.info({ event: 'signal-decided', signalId: signal.id, alertId, change, because });
    }
    return decided;
  }

  /** What is known of the condition decides about its alert again, since a person has taken an answer back. */
  async foldAgain(command: Command, subject: FoldedSubject): Promise<void> {
    const changes = foldAgain(subject, await this.#knownOf(command, [subject]));
    await this.writer.write(command, changes);
  }

  async #knownOf(
    { client, at: now }: Command,
    arrived: readonly (FoldedSubject & { readonly at?: Instant; readonly revision?: number })[],
  ): Promise<Known> {
    const patientIds = [...new Set(arrived.map(({ patientId }) => patientId))];
    // First the stays, so that another command that decides about these patients waits before it reads anything.
    const [openStays, openAlerts, closedAlerts, signals] = await together([
      this.stays.lockOpen(client, patientIds),
      this.alerts.lockOpen(client, patientIds),
      this.alerts.lastClosed(client, [...new Set(arrived.map(({ stayId }) => stayId))]),
      this.signals.around(client, arrived),
    ]);
    const relapses = relapsesToLookFor({ openAlerts, signals });
    const lowRiskAt = relapses.length === 0 ? new Map<never, never>() : await this.chart.lowRiskSince(client, relapses);
    const silentIds = arrived.filter(({ condition }) => condition === silent).map(({ patientId }) => patientId);
    const silenceOf = await this.silence.silencesOf(client, [...new Set(silentIds)], now);
    // What comes for the first time takes no rise away.
    const corrected = arrived.filter(({ revision }) => revision !== 1).map(({ patientId }) => patientId);
    const retractions = await this.retractions.newestOf(client, [...new Set(corrected)]);
    const pathwayOf = new Map([...openStays.values()].map(({ id, pathway }) => [id, pathway]));
    return {
      clearingOf: (stayId) => {
        const pathway = pathwayOf.get(stayId);
        return clearingOf(pathway === undefined ? undefined : this.ruleBook.current.newest(pathway)?.file.escalation);
      },
      openStays,
      openAlerts,
      closedAlerts,
      signals,
      lowRiskAt,
      retractions,
      now,
      wordsOf: ({ reason, patientId, condition }) =>
        condition === silent ? withSilence(reason, silenceOf(patientId)) : reason,
    };
  }

  /** Answers why no person was notified. The audit of the alert itself names the signals that changed it. */
  #auditInaction(command: Command, decided: readonly SignalDecision[]): void {
    command.audit(
      ...decided.flatMap(({ signal, alertId, decision: { change, because } }) => {
        // What only came again has been audited when it first came.
        if (change !== 'nothing' || because === 'repeated') return [];
        const { id, revision, patientId, tier } = signal;
        return [
          {
            subject: { kind: 'signal' as const, id },
            patientId,
            revision,
            text: inactionText(because),
            facts: { because, tier, alertId },
          },
        ];
      }),
    );
  }
}
