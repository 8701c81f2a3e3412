import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Clock, SystemClock } from '#libs/clock';
import {
  type AlertId,
  type AuditorFindings,
  type CoverFindings,
  fallbackAgainMinutes,
  homewardItself,
  instant,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from '#libs/telemetry';
import type { DueTimer, Timers } from '#libs/timers';
import { Counter, Gauge, type Registry } from 'prom-client';
import { CommandsService } from '../../commands/commands.service.ts';
import { CLOCK, DATABASE, LOGGER, METRICS, TIMERS } from '../../parts.module.ts';
import { CoverService } from '../../staff/cover/cover.service.ts';
import { EscalationPoliciesService } from '../../staff/escalation-policies/escalation-policies.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { AlertingHealthService } from '../alerting-health/alerting-health.service.ts';
import { escalationRepaired } from './alert-event.ts';
import type { AlertRecord } from './alert-decision.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { AlertsStore } from './alerts.store.ts';
import { auditEscalations, timeToJudgeBy } from './escalation-audit.ts';
import { alertTimer, timersOf } from './escalation.ts';

const everyMs = 30_000;

/**
 * Looks for alerts whose next step is late or missing, repairs what is missing, and reports both. It has a timer of its own,
 * in every process, so that it does not stand and fall with what it audits.
 */
@Injectable()
export class AuditorService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #late: Gauge;
  readonly #missing: Gauge;
  readonly #repaired: Counter;
  #findings: AuditorFindings | null = null;
  #cover: CoverFindings | null = null;
  #auditing: Promise<void> | undefined;
  /** Alerts that the look before has found stuck. */
  #putOff: ReadonlySet<AlertId> = new Set();
  #timer: NodeJS.Timeout | undefined;

  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(TIMERS) private readonly timers: Timers,
    @Inject(METRICS) metrics: Registry,
    private readonly commands: CommandsService,
    private readonly store: AlertsStore,
    private readonly stays: StaysService,
    private readonly writer: AlertWriter,
    private readonly coverOfRotas: CoverService,
    private readonly policies: EscalationPoliciesService,
    health: AlertingHealthService,
  ) {
    health.addAuditor(() => this.#findings);
    health.addCover(() => this.#cover);
    const registers = [metrics];
    this.#late = new Gauge({
      name: 'homeward_alert_steps_late',
      help: 'Open alerts whose next step is more than a minute late, as the auditor found.',
      registers,
    });
    this.#missing = new Gauge({
      name: 'homeward_alert_steps_missing',
      help: 'Open alerts whose next step was missing, as the auditor found; it has put them right.',
      registers,
    });
    this.#repaired = new Counter({
      name: 'homeward_alert_steps_repaired_total',
      help: 'Open alerts whose next step was missing, and that the auditor has put right.',
      registers,
    });
  }

  onApplicationBootstrap(): void {
    const look = (): void => {
      this.#auditing ??= this.#look().finally(() => {
        this.#auditing = undefined;
      });
    };
    look();
    this.#timer = setInterval(look, everyMs).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#auditing;
  }

  /**
   * Looks at all open alerts, and repairs what is missing. A step that is put off too far is repaired where the look before has
   * found it, too: the clock of a process that has just started may not be right yet.
   */
  async audit(): Promise<AuditorFindings> {
    const now = this.clock.now();
    const { pool } = this.database;
    const open = await this.store.allOpen(pool);
    const longestWaitMs = await this.#longestWaitMs(pool, open);
    const { late, stuck } = auditEscalations(open, { now: await this.#timeToJudgeBy(now), longestWaitMs });
    const lost = await this.timers.missing(pool, alertTimer, open.flatMap(timersOf));
    let repaired = 0;
    for (const timer of lost) repaired += await this.#restore(timer);
    for (const { id, escalation } of stuck) {
      const isMissing = (escalation?.nextStepAt ?? null) === null;
      if (isMissing || this.#putOff.has(id)) repaired += await this.#restart(id);
    }
    this.#putOff = new Set(stuck.map(({ id }) => id));
    this.#late.set(late.length);
    this.#missing.set(repaired);
    this.#repaired.inc(repaired);
    if (late.length + repaired > 0) {
      const facts = { event: 'alert-steps-audited', late: late.length, missing: repaired };
      this.logger.warn(facts, 'Steps of alerts were late or missing');
    }
    this.#findings = { late: late.length, missing: repaired, checkedAt: instant(now) };
    return this.#findings;
  }

  async #look(): Promise<void> {
    try {
      await this.audit();
      const [{ gaps, unreachable }, wards] = await Promise.all([
        this.coverOfRotas.warnings(),
        this.policies.wardsWithout(),
      ]);
      const unreachablePeople = new Set(unreachable.map(({ person }) => person.id)).size;
      this.#cover = { gaps: gaps.length, unreachable: unreachablePeople, wardsWithoutPolicy: wards.length };
    } catch (error) {
      this.logger.warn({ event: 'audit-failed', err: error }, 'The steps of alerts could not be audited');
    }
  }

  /** The alert may have changed since it was looked at: it is asked again, under its lock. */
  async #restore(timer: DueTimer): Promise<number> {
    return this.database.transaction(async (client) => {
      // The id is of an alert that the store has read.
      const alert = await this.store.lock(client, timer.subject as AlertId);
      if (alert?.revision !== timer.revision) return 0;
      const lost = await this.timers.missing(client, alertTimer, [timer]);
      await this.timers.schedule(client, lost);
      return lost.length;
    });
  }

  async #timeToJudgeBy(now: Date): Promise<Date> {
    return timeToJudgeBy(now, { system: new SystemClock().now(), database: await this.database.time() });
  }

  /** Of any of these alerts: one may wait for the step of another that is joined with it. */
  async #longestWaitMs(client: Pool | PoolClient, open: readonly AlertRecord[]): Promise<number> {
    const versions = open.flatMap(({ escalation }) =>
      escalation === null ? [] : [{ id: escalation.policyId, version: escalation.policyVersion }],
    );
    const policies = await this.policies.versions(client, versions);
    const waits = [...policies.values()].flatMap(({ steps }) => steps.map(({ waitMinutes }) => waitMinutes));
    return Math.max(fallbackAgainMinutes, ...waits) * 60_000;
  }

  async #restart(id: AlertId): Promise<number> {
    return this.commands.execute('audit-alerts', { by: homewardItself }, async (command) => {
      await this.stays.lockOpen(command.client, await this.store.patientsOf(command.client, [id]));
      const alert = await this.store.lock(command.client, id);
      if (alert === undefined) return 0;
      const longestWaitMs = await this.#longestWaitMs(command.client, await this.store.allOpen(command.client));
      const now = await this.#timeToJudgeBy(command.at);
      if (auditEscalations([alert], { now, longestWaitMs }).stuck.length === 0) return 0;
      const after = { ...alert, undoableUntil: null, revision: alert.revision + 1 };
      await this.writer.restart(command, { before: alert, after, ...escalationRepaired });
      return 1;
    });
  }
}
