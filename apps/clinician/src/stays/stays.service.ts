import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  decodeCursor,
  instant,
  type NewStay,
  type Page,
  pageFromRows,
  type Person,
  type Stay,
  StayId,
  type StayQuery,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AlertsService } from '../alerts/alerts.service.ts';
import { AuditService } from '../audit/audit.service.ts';
import { LiveService } from '../live/live.service.ts';
import { OutboxService } from '../outbox/outbox.service.ts';
import { CLOCK, DATABASE } from '../parts.module.ts';
import { PlansService } from '../plans/plans.service.ts';
import { WardsService } from '../wards/wards.service.ts';
import { assertAdmissible } from './admission.ts';
import { AdmittedPatientUnknownError, StayAlreadyDischargedError, StayNotFoundError } from './stay-errors.ts';
import { StaysStore } from './stays.store.ts';

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Admits and discharges. Each is one transaction with everything that follows from it: the monitoring plan, the alerts
 * that a discharge closes, the live event. A ward never has more patients than beds, a patient never two open stays, and
 * after a discharge nothing pages anybody for that stay.
 */
@Injectable()
export class StaysService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: StaysStore,
    private readonly wards: WardsService,
    private readonly plans: PlansService,
    private readonly alerts: AlertsService,
    private readonly outbox: OutboxService,
    private readonly live: LiveService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Gives the patient a bed on the ward.
   *
   * @throws WardNotFoundError
   * @throws AdmittedPatientUnknownError
   * @throws PatientAlreadyAdmittedError
   * @throws WardFullError
   */
  async admit({ patientId, wardId, pathway, entry }: NewStay, by: Person): Promise<Stay> {
    const admitted = await this.database.transaction(async (client) => {
      const ward = await this.wards.lock(client, wardId);
      const patient = await this.store.lockPatient(client, patientId);
      if (patient === undefined) throw new AdmittedPatientUnknownError(patientId);
      assertAdmissible({
        ward: { id: wardId, beds: ward.beds, bedsTaken: ward.patients },
        patient: { id: patientId, openStayId: patient.openStayId },
      });
      const at = this.clock.now();
      const stay: Stay = {
        id: StayId.parse(randomUUID()),
        patientId,
        wardId,
        pathway,
        entry: entry ?? null,
        state: 'admitted',
        admittedAt: instant(at),
        admittedBy: by.name,
        dischargedAt: null,
        dischargedBy: null,
        dischargeReason: null,
      };
      await this.store.save(client, stay);
      await this.plans.rederive(client, patientId);
      await this.audit.record(client, {
        by,
        at,
        act: 'admit',
        subject: { kind: 'stay', id: stay.id },
        facts: { wardId },
      });
      await this.live.append(client, [{ kind: 'stay', wardId, stay }]);
      return stay;
    });
    await this.outbox.publish();
    return admitted;
  }

  /**
   * Ends the stay; its open alerts are resolved as `discharged`.
   *
   * @throws StayNotFoundError
   * @throws StayAlreadyDischargedError
   */
  async discharge(id: StayId, reason: string | null, by: Person): Promise<Stay> {
    const discharged = await this.database.transaction(async (client) => {
      const open = await this.store.lock(client, id);
      if (open === undefined) throw new StayNotFoundError(id);
      if (open.state === 'discharged') throw new StayAlreadyDischargedError(id);
      const at = this.clock.now();
      const stay: Stay = {
        ...open,
        state: 'discharged',
        dischargedAt: instant(at),
        dischargedBy: by.name,
        dischargeReason: reason,
      };
      await this.store.save(client, stay);
      const resolved = await this.alerts.resolveForDischarge(client, stay.patientId, by);
      await this.plans.rederive(client, stay.patientId);
      await this.audit.record(client, { by, at, act: 'discharge', subject: { kind: 'stay', id } });
      await this.live.append(client, [
        ...resolved.map((alert) => ({ kind: 'alert', wardId: alert.wardId, alert }) as const),
        { kind: 'stay', wardId: stay.wardId, stay },
      ]);
      return stay;
    });
    await this.outbox.publish();
    return discharged;
  }

  /** @throws StayNotFoundError */
  async get(id: StayId): Promise<Stay> {
    const stay = await this.store.find(id);
    if (stay === undefined) throw new StayNotFoundError(id);
    return stay;
  }

  /** @throws InvalidCursorError */
  async list(query: StayQuery): Promise<Page<Stay>> {
    const rows = await this.store.list(query, decodeCursor(query.cursor, place));
    return pageFromRows(rows, {
      limit: query.limit,
      toItem: (stay) => stay,
      keysOf: ({ admittedAt, id }) => [admittedAt, id],
    });
  }
}
