import { Inject, Injectable } from '@nestjs/common';
import { AlertId, alertTiers, ConditionKind } from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/telemetry';
import type { DueTimer, Timers } from '#libs/timers';
import type { PoolClient } from 'pg';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Command } from '../../commands/commands.service.ts';
import type { Clock } from '#libs/clock';
import { CLOCK, DATABASE, LOGGER, METRICS, TIMERS } from '../../parts.module.ts';
import { calledByReading, countsOf, isBreach } from './alert-counts.ts';
import type { AlertChange } from './alert-event.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsStore } from './alerts.store.ts';
import type { SignalDecision } from './fold-signals.ts';

/** The kind of the timers that count an alert that no person answers in time. */
const responseTimer = 'alert-response';

/**
 * Counts what alerts ask of people, for whatever scrapes the metrics. Each process counts what it has done itself, so the
 * counters of all add up; the gauge is the same in each. A breach is counted once, after the response was due, by the process
 * that takes its timer. A command that fails to commit at the very end has been counted all the same.
 */
@Injectable()
export class AlertMetricsService {
  readonly #raised: Counter<'tier' | 'rule_kind'>;
  readonly #acknowledged: Histogram<'tier'>;
  readonly #breaches: Counter<'tier'>;
  readonly #snoozes: Counter<'tier'>;
  readonly #readingToAlert: Histogram<'tier'>;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) metrics: Registry,
    @Inject(TIMERS) timers: Timers,
    private readonly store: AlertsStore,
    writer: AlertWriter,
  ) {
    const registers = [metrics];
    this.#raised = new Counter({
      name: 'homeward_alerts_raised_total',
      help: 'Alerts that were raised, by tier and by the kind of rule that did.',
      labelNames: ['tier', 'rule_kind'],
      registers,
    });
    this.#acknowledged = new Histogram({
      name: 'homeward_alert_acknowledge_seconds',
      help: 'From when an alert was raised, or last got worse, until a person acknowledged it.',
      labelNames: ['tier'],
      buckets: [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200],
      registers,
    });
    this.#breaches = new Counter({
      name: 'homeward_alert_breaches_total',
      help: 'Alerts that no person had acknowledged, resolved or snoozed when a response was due.',
      labelNames: ['tier'],
      registers,
    });
    this.#snoozes = new Counter({
      name: 'homeward_alert_snoozes_total',
      help: 'Times that a person snoozed an alert.',
      labelNames: ['tier'],
      registers,
    });
    this.#readingToAlert = new Histogram({
      name: 'homeward_reading_to_alert_seconds',
      help: 'Time from a reading reaching us to the alert that it raises or worsens being written.',
      labelNames: ['tier'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600],
      registers,
    });
    this.#beginAtZero();
    this.#gaugeOfOpen(registers);
    timers.register({ kind: responseTimer, onDue: (client, due) => this.#onDue(client, due) });
    writer.written.add((command, changes) => this.#onWritten(command, changes));
  }

  /** What is not there before it first counts has no increase then. */
  #beginAtZero(): void {
    for (const tier of alertTiers) {
      for (const rule_kind of ConditionKind.options) this.#raised.inc({ tier, rule_kind }, 0);
      for (const counter of [this.#breaches, this.#snoozes]) counter.inc({ tier }, 0);
      for (const histogram of [this.#acknowledged, this.#readingToAlert]) histogram.zero({ tier });
    }
  }

  /** What has been decided about signals is written. */
  alerted(decided: readonly SignalDecision[]): void {
    const now = this.clock.now();
    for (const { tier, seconds } of calledByReading(decided, now)) this.#readingToAlert.observe({ tier }, seconds);
  }

  #onWritten(command: Command, changes: readonly AlertChange[]): Promise<void> {
    for (const change of changes) {
      const { id: subject, revision, tier, responseDueAt } = change.after;
      const { raised, acknowledgedAfterSeconds, snoozed, awaitsResponse } = countsOf(change, command.at);
      if (raised !== null) this.#raised.inc(raised);
      if (acknowledgedAfterSeconds !== null) this.#acknowledged.observe({ tier }, acknowledgedAfterSeconds);
      if (snoozed) this.#snoozes.inc({ tier });
      if (!awaitsResponse) continue;
      command.schedule({ kind: responseTimer, subject, revision, dueAt: new Date(responseDueAt) });
    }
    return Promise.resolve();
  }

  /** It is the time that counts, not the revision: an alert that has changed meanwhile may still await its response. */
  async #onDue(client: PoolClient, due: readonly DueTimer[]): Promise<void> {
    const dueAt = new Map(due.map((timer) => [timer.subject, timer.dueAt]));
    const ids = [...dueAt.keys()].map((id) => AlertId.parse(id));
    for (const alert of await this.store.findMany(ids, client)) {
      const wasDueAt = dueAt.get(alert.id);
      if (wasDueAt !== undefined && isBreach(alert, wasDueAt)) this.#breaches.inc({ tier: alert.tier });
    }
  }

  #gaugeOfOpen(registers: Registry[]): void {
    const { store, database, logger } = this;
    new Gauge({
      name: 'homeward_alerts_open',
      help: 'Open alerts by tier and state; the same in every process.',
      labelNames: ['tier', 'state'],
      registers,
      async collect() {
        this.reset();
        try {
          const counts = await store.openByTier(database.pool);
          for (const tier of alertTiers) {
            for (const state of ['raised', 'acknowledged']) this.set({ tier, state }, 0);
          }
          for (const { tier, state, alerts } of counts) this.set({ tier, state }, alerts);
        } catch (error) {
          // Without a database there is nothing to say of alerts, and the other metrics matter all the more.
          logger.warn({ event: 'open-alerts-not-counted', err: error }, 'The open alerts could not be counted');
        }
      },
    });
  }
}
