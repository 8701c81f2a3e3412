import { Injectable } from '@nestjs/common';
import {
  decodeCursor,
  instant,
  type NewStay,
  type Page,
  pageFromRows,
  PatientNotFoundError,
  type Person,
  type Stay,
  StayId,
  type StayQuery,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ActsService } from '../../commands/commands.service.ts';
import { AlertsService } from '../../alerts/alerts/alerts.service.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { TasksService } from '../../alerts/tasks/tasks.service.ts';
import { WardsService } from '../wards/wards.service.ts';
import { assertAdmissible } from './admission.ts';
import { StayAlreadyDischargedError, StayNotFoundError } from './stay-errors.ts';
import { StaysStore } from './stays.store.ts';

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * Admits and discharges. Each is one transaction with everything that follows from it: the monitoring plan, the alerts and
 * tasks that a discharge closes, the pauses that it ends, the live event. A ward never has more patients than beds, a patient never two open stays, and
 * after a discharge nothing pages anybody for that stay.
 */
@Injectable()
export class StaysService {
  constructor(
    private readonly acts: ActsService,
    private readonly store: StaysStore,
    private readonly wards: WardsService,
    private readonly plans: PlansService,
    private readonly alerts: AlertsService,
    private readonly tasks: TasksService,
  ) {}

  /**
   * Gives the patient a bed on the ward.
   *
   * @throws WardNotFoundError
   * @throws PatientNotFoundError
   * @throws PatientAlreadyAdmittedError
   * @throws WardFullError
   */
  async admit({ patientId, wardId, pathway, entry }: NewStay, by: Person): Promise<Stay> {
    return this.acts.carryOut({ act: 'admit', by }, async (act) => {
      const { client, at } = act;
      const ward = await this.wards.lock(client, wardId);
      const patient = await this.store.lockPatient(client, patientId);
      if (patient === undefined) throw new PatientNotFoundError(patientId);
      assertAdmissible({
        ward: { id: wardId, beds: ward.beds, bedsTaken: ward.patients },
        patient: { id: patientId, openStayId: patient.openStayId },
      });
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
      await this.plans.rederive(act, patientId);
      await act.record({ kind: 'stay', id: stay.id }, { wardId });
      act.show({ kind: 'stay', wardId, stay });
      return stay;
    });
  }

  /**
   * Ends the stay; its open alerts are resolved as `discharged`, its open tasks cancelled, and its pauses over.
   *
   * @throws StayNotFoundError
   * @throws StayAlreadyDischargedError
   */
  async discharge(id: StayId, reason: string | null, by: Person): Promise<Stay> {
    return this.acts.carryOut({ act: 'discharge', by }, async (act) => {
      const { client, at } = act;
      const open = await this.store.lock(client, id);
      if (open === undefined) throw new StayNotFoundError(id);
      if (open.state === 'discharged') throw new StayAlreadyDischargedError(id);
      const stay: Stay = {
        ...open,
        state: 'discharged',
        dischargedAt: instant(at),
        dischargedBy: by.name,
        dischargeReason: reason,
      };
      await this.store.save(client, stay);
      await this.alerts.resolveForDischarge(act, stay.patientId);
      await this.plans.rederive(act, stay.patientId);
      await this.tasks.cancelOfStay(act, id, 'The stay has ended.');
      await act.record({ kind: 'stay', id });
      act.show({ kind: 'stay', wardId: stay.wardId, stay });
      return stay;
    });
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
