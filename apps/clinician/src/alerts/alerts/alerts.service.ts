import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  type Alert,
  type AlertId,
  type AlertQuery,
  type AlertTimeline,
  asOfInstant,
  decodeCursor,
  type Instant,
  type Page,
  pageFromRows,
  type PatientId,
  type ResponseFigures,
  type StayId,
  type WardId,
} from '#libs/contracts';
import type { PoolClient } from 'pg';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { ChartService } from '../../record/chart/chart.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';
import { NamingService } from '../naming/naming.service.ts';
import { type AlertRecord, shown } from './alert-decision.ts';
import { AlertNotFoundError } from './alert-errors.ts';
import { timelineEvent } from './alert-event.ts';
import { alertOrders } from './alert-orders.ts';
import { AlertResponsesStore } from './alert-responses.store.ts';
import { pageAsOf } from './alerts-as-of.ts';
import { AlertsStore, type UnansweredAlerts } from './alerts.store.ts';

/**
 * Shows alerts, as they are or as they were. An alert is on the ward of its stay, so it goes with a transfer.
 */
@Injectable()
export class AlertsService {
  // Nest injects by position.

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly store: AlertsStore,
    private readonly responses: AlertResponsesStore,
    private readonly stays: StaysService,
    private readonly naming: NamingService,
    private readonly chart: ChartService,
  ) {}

  /** @throws AlertNotFoundError */
  async get(id: AlertId): Promise<Alert> {
    const alert = (await this.getMany([id])).get(id);
    if (alert === undefined) throw new AlertNotFoundError(id);
    return alert;
  }

  async getMany(ids: readonly AlertId[]): Promise<ReadonlyMap<AlertId, Alert>> {
    if (ids.length === 0) return new Map();
    const alerts = await this.#described(await this.#onWards(await this.store.findMany(ids)));
    return new Map(alerts.map((alert) => [alert.id, alert]));
  }

  /**
   * @param query whose `owner` is the id of a person.
   * @throws InvalidCursorError
   * @throws AsOfInFutureError
   */
  async list(query: AlertQuery): Promise<Page<Alert>> {
    const { wardId, patientId, state, limit } = query;
    const asOf = asOfInstant(query.asOf, this.clock.now());
    if (asOf !== undefined) {
      const alerts = await this.#statesAt(asOf, patientId === undefined ? undefined : [patientId]);
      return pageAsOf(await this.#described(alerts, asOf), query);
    }
    // The end of a stay resolves its alerts.
    const openOnly = state !== undefined && state !== 'resolved';
    const stayIds = wardId && (await this.stays.idsOnWard(wardId, { openOnly }));
    const records =
      query.order === 'urgency'
        ? await this.store.listByUrgency(query, stayIds, decodeCursor(query.cursor, alertOrders.urgency.cursor))
        : await this.store.list(query, stayIds, decodeCursor(query.cursor, alertOrders.newest.cursor));
    const rows = await this.#described(await this.#onWards(records));
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

  /** Puts the newest score beside an alert that a command answers with, by the connection of the command. */
  async scoreBeside(client: PoolClient, { patientId }: AlertRecord): Promise<(alert: Alert) => Alert> {
    const newestScore = (await this.chart.newestScoresOf([patientId], { client })).get(patientId);
    return (alert) => (newestScore !== undefined && isOpenAboutScore(alert) ? { ...alert, newestScore } : alert);
  }

  /** The alerts with whose they are and on which ward, and those about a score with the newest; with `asOf`, as was known then. */
  async #described(alerts: readonly Alert[], asOf?: Instant): Promise<readonly Alert[]> {
    const named = await this.naming.named(alerts);
    const scored = alerts.filter(isOpenAboutScore).map(({ patientId }) => patientId);
    const newest = await this.chart.newestScoresOf([...new Set(scored)], { asOf });
    return named.map((alert) => {
      const newestScore = isOpenAboutScore(alert) ? newest.get(alert.patientId) : undefined;
      return newestScore === undefined ? alert : { ...alert, newestScore };
    });
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

const isOpenAboutScore = ({ state, conditionKind }: Alert): boolean =>
  state !== 'resolved' && conditionKind === 'score';

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
