import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type Alert,
  type AlertId,
  type AlertQuery,
  type AlertTimeline,
  asOfInstant,
  decodeCursor,
  instant,
  type Instant,
  type Page,
  pageFromRows,
  type PatientId,
  type PersonReference,
  type ResponseFigures,
  type StayId,
  type WardId,
} from '#libs/contracts';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import { nameOf } from '../../record/patients/patient-identity.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { type AlertRecord, shown } from './alert-decision.ts';
import { AlertNotFoundError, AlertResolvedError } from './alert-errors.ts';
import { type AuditedChange, changeByPerson, timelineEvent } from './alert-event.ts';
import { undoableUntil } from '../undo/undo.ts';
import { alertOrders } from './alert-orders.ts';
import { AlertResponsesStore } from './alert-responses.store.ts';
import { AlertSignalsStore } from './alert-signals.store.ts';
import { AlertWriter } from './alert-writer.service.ts';
import { pageAsOf } from './alerts-as-of.ts';
import { AlertsStore, type UnansweredAlerts } from './alerts.store.ts';
import { type AnswerDecision, decideAcknowledgement, decideResolution } from './answer-decision.ts';

/**
 * Shows alerts and takes people's answers to them. An answer is given to the alert that the person saw: where it has changed
 * since, nothing is changed. The same answer again changes nothing either. An alert is on the ward of its stay, so it goes
 * with a transfer; the end of the stay resolves it.
 */
@Injectable()
export class AlertsService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandsService,
    private readonly audit: AuditService,
    private readonly store: AlertsStore,
    private readonly signals: AlertSignalsStore,
    private readonly responses: AlertResponsesStore,
    private readonly writer: AlertWriter,
    private readonly stays: StaysService,
    private readonly patients: PatientsService,
  ) {
    stays.changed.add((command, { after: { patientId }, change }) => this.#followStay(command, patientId, change));
  }

  /** @throws AlertNotFoundError */
  async get(id: AlertId): Promise<Alert> {
    const alert = (await this.getMany([id])).get(id);
    if (alert === undefined) throw new AlertNotFoundError(id);
    return alert;
  }

  async getMany(ids: readonly AlertId[]): Promise<ReadonlyMap<AlertId, Alert>> {
    const alerts = await this.#named(await this.#onWards(await this.store.findMany(ids)));
    return new Map(alerts.map((alert) => [alert.id, alert]));
  }

  /**
   * @throws InvalidCursorError
   * @throws AsOfInFutureError
   */
  async list(query: AlertQuery): Promise<Page<Alert>> {
    const { wardId, patientId, state, limit } = query;
    const asOf = asOfInstant(query.asOf, this.clock.now());
    if (asOf !== undefined) {
      const alerts = await this.#statesAt(asOf, patientId === undefined ? undefined : [patientId]);
      return pageAsOf(await this.#named(alerts), query);
    }
    // The end of a stay resolves its alerts.
    const openOnly = state !== undefined && state !== 'resolved';
    const stayIds = wardId && (await this.stays.idsOnWard(wardId, { openOnly }));
    const records =
      query.order === 'urgency'
        ? await this.store.listByUrgency(query, stayIds, decodeCursor(query.cursor, alertOrders.urgency.cursor))
        : await this.store.list(query, stayIds, decodeCursor(query.cursor, alertOrders.newest.cursor));
    const rows = await this.#named(await this.#onWards(records));
    return pageFromRows(rows, { limit, toItem: (alert) => alert, keysOf: alertOrders[query.order].keysOf });
  }

  /** @param asOf as they were at that instant; undefined: now. */
  async openOf(stayIds: readonly StayId[], asOf?: Instant): Promise<readonly Alert[]> {
    if (asOf === undefined) return this.#onWards(await this.store.openOf(stayIds));
    const stays = await this.stays.getMany(stayIds);
    const alerts = await this.#statesAt(asOf, [...new Set([...stays.values()].map(({ patientId }) => patientId))]);
    return alerts.filter(({ state, stayId }) => state !== 'resolved' && stays.has(stayId));
  }

  /** How many alerts of each stay await an answer, those past the time for it among them; without any: left out. */
  async unansweredOf(stayIds: readonly StayId[]): Promise<ReadonlyMap<StayId, UnansweredAlerts>> {
    return this.store.unansweredOf(stayIds, this.clock.now());
  }

  /**
   * How the alerts that were raised in a period were answered, by the ward that the stay is on or ended on; of all wards
   * together under `undefined`. Wards without any are left out.
   */
  async responseFigures(period: {
    readonly from: Instant;
    readonly until: Instant;
  }): Promise<ReadonlyMap<WardId | undefined, ResponseFigures>> {
    const stayIds = await this.responses.staysWithAlerts(period);
    return this.responses.figures(period, await this.stays.wardsOf(stayIds), this.clock.now());
  }

  /**
   * Everything that happened to the alert, oldest first.
   *
   * @throws AlertNotFoundError
   */
  async timeline(id: AlertId): Promise<AlertTimeline> {
    const items = await this.audit.of({ kind: 'alert', id });
    if (items.length === 0) throw new AlertNotFoundError(id);
    return { items: items.map(timelineEvent) };
  }

  /**
   * The person deals with the alert from now on.
   *
   * @throws AlertNotFoundError
   * @throws AlertResolvedError
   * @throws ChangedMeanwhileError
   */
  async acknowledge(id: AlertId, context: CommandContext): Promise<Alert> {
    return this.#answer('acknowledge-alert', { id, context }, (alert, { at, by }) => ({
      decision: decideAcknowledgement(alert, by),
      after: {
        state: 'acknowledged',
        acknowledgedAt: instant(at),
        acknowledgedBy: referenceTo(by),
        answered: true,
        undoableUntil: undoableUntil(at),
      },
      audited: changeByPerson.acknowledged(),
    }));
  }

  /**
   * Closes the alert, with what was done or found.
   *
   * @throws AlertNotFoundError
   * @throws AlertResolvedError
   * @throws ChangedMeanwhileError
   */
  async resolve(id: AlertId, outcome: string | null, context: CommandContext): Promise<Alert> {
    return this.#answer('resolve-alert', { id, context }, (alert, { at, by }) => ({
      decision: decideResolution(alert, { by, outcome }),
      after: { ...resolvedBy(by, { outcome, at: laterThan(alert.since, at) }), undoableUntil: undoableUntil(at) },
      audited: changeByPerson.resolved(outcome),
    }));
  }

  async #answer(
    name: string,
    { id, context }: { readonly id: AlertId; readonly context: CommandContext },
    answer: (alert: AlertRecord, command: Command) => Answer,
  ): Promise<Alert> {
    // Before the transaction, which must not wait for a second connection.
    const patient = (await this.getMany([id])).get(id)?.patient;
    return this.commands.execute(name, context, async (command) => {
      const alert = await this.store.lock(command.client, id);
      if (alert === undefined) throw new AlertNotFoundError(id);
      const onWard = await this.#shownBy(command, alert);
      const shownOnWard = (record: AlertRecord): Alert => ({ ...onWard(record), ...(patient && { patient }) });
      const current = shownOnWard(alert);
      const { decision, after, audited } = answer(alert, command);
      if (decision.decision === 'nothing' && decision.because === 'repeated') return current;
      await command.expectRevision({ kind: 'alert', id }, current);
      if (decision.decision === 'refuse') throw new AlertResolvedError(id);
      if (decision.decision === 'nothing') return current;
      return shownOnWard(await this.#write(command, alert, { ...audited, after }));
    });
  }

  /** The alerts with whose they are. */
  async #named(alerts: readonly Alert[]): Promise<readonly Alert[]> {
    const patients = await this.patients.findMany([...new Set(alerts.map(({ patientId }) => patientId))]);
    return alerts.map((alert) => {
      const patient = patients.get(alert.patientId);
      return patient === undefined ? alert : { ...alert, patient: nameOf(patient) };
    });
  }

  /** By the connection of the command, which must not wait for a second one. */
  async #shownBy({ client }: Command, { id, stayId }: AlertRecord): Promise<(alert: AlertRecord) => Alert> {
    const wardId = (await this.stays.wardsOf([stayId], client)).get(stayId);
    if (wardId === undefined) throw new AlertNotFoundError(id);
    return (alert) => shown(alert, wardId);
  }

  async #followStay(command: Command, patientId: PatientId, change: string): Promise<void> {
    const open = change === 'admitted' ? [] : await this.store.lockOpen(command.client, [patientId]);
    for (const alert of open) {
      // A transfer moves it to another ward: both show it.
      if (change !== 'discharged') command.changed({ kind: 'alert', alertId: alert.id });
      else {
        const after = resolvedBy(command.by, { outcome: 'discharged', at: laterThan(alert.since, command.at) });
        await this.#write(command, alert, { ...changeByPerson.stayEnded(), after });
      }
    }
  }

  async #write(
    command: Command,
    before: AlertRecord,
    { text, facts, ...change }: AuditedChange & Pick<Answer, 'after'>,
  ): Promise<AlertRecord> {
    const after = { ...before, ...change.after, revision: before.revision + 1 };
    const answered = await this.signals.answer(command.client, before, after.state === 'resolved');
    await this.writer.write(command, [{ before, after, text, facts: { ...facts, ...answered } }]);
    return after;
  }

  async #onWards(records: readonly AlertRecord[]): Promise<readonly Alert[]> {
    const wards = await this.stays.wardsOf([...new Set(records.map(({ stayId }) => stayId))]);
    return onWards(records, ({ stayId }) => wards.get(stayId));
  }

  /** The alerts as they were, each on the ward on which its stay was then; an ended stay stays where it ended. */
  async #statesAt(at: Instant, patientIds: readonly PatientId[] | undefined): Promise<readonly Alert[]> {
    const records = await this.audit.statesAt<AlertRecord>('alert', at, patientIds);
    const open = await this.stays.openOf([...new Set(records.map(({ patientId }) => patientId))], at);
    const wards = await this.stays.wardsOf([...new Set(records.map(({ stayId }) => stayId))]);
    return onWards(records, ({ patientId, stayId }) => {
      const stay = open.get(patientId);
      return stay?.id === stayId ? stay.wardId : wards.get(stayId);
    });
  }
}

/** What a person's answer comes to, and what it makes of the alert where it applies. */
interface Answer {
  readonly decision: AnswerDecision;
  readonly after: Partial<AlertRecord>;
  readonly audited: AuditedChange;
}

/** An alert has a stay, and a stay a ward: none is left out. */
function onWards(
  records: readonly AlertRecord[],
  wardOf: (record: AlertRecord) => WardId | undefined,
): readonly Alert[] {
  return records.flatMap((record) => {
    const wardId = wardOf(record);
    return wardId === undefined ? [] : [shown(record, wardId)];
  });
}

/** Without the role, which a person may not have for ever. */
const referenceTo = ({ id, name }: PersonReference): PersonReference => ({ id, name });

function resolvedBy(
  by: PersonReference,
  { at, outcome }: { readonly at: Instant; readonly outcome: string | null },
): Partial<AlertRecord> {
  return { state: 'resolved', resolvedAt: at, resolvedBy: referenceTo(by), outcome, undoableUntil: null };
}

/** Two alerts of one condition are never resolved at the same instant: the id of the next one follows from it. */
function laterThan(since: Instant | null, now: Date): Instant {
  return since === null || since < instant(now) ? instant(now) : instant(Date.parse(since) + 1);
}
