import { Injectable } from '@nestjs/common';
import {
  type CancelStay,
  type Discharge,
  type ExpectedDischarge,
  instant,
  type Instant,
  type NewStay,
  type Patient,
  PatientNotFoundError,
  type Person,
  type ReinstateStay,
  type Stay,
  StayId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import { PlansService } from '../../plans/plans/plans.service.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { BedsService } from '../beds/beds.service.ts';
import { type BedOfStay, PlacementsStore } from '../placements.store.ts';
import { WardNotFoundError } from '../wards/ward-errors.ts';
import { expectedDischargeFaults } from './expected-discharge.ts';
import {
  NoChartAppliesError,
  PatientAlreadyAdmittedError,
  StayNotFoundError,
  StayRefusedError,
} from './stay-errors.ts';
import { StayWriter } from './stay-writer.service.ts';
import { StaysService } from './stays.service.ts';
import { type StayRecord, StaysStore } from '../stays.store.ts';

/**
 * Begins stays and ends them, and undoes both. Each is one transaction with everything that follows from it: the bed, the
 * monitoring plan, the kit, the alerts and tasks that the end of a stay closes, the live change. A patient never has two open
 * stays, and after its end no alert is raised for a stay.
 */
@Injectable()
export class AdmissionsService {
  // Nest injects by position.
  // eslint-disable-next-line homeward/arguments-have-names
  constructor(
    private readonly commands: CommandsService,
    private readonly store: StaysStore,
    private readonly stays: StaysService,
    private readonly writer: StayWriter,
    private readonly placements: PlacementsStore,
    private readonly beds: BedsService,
    private readonly patients: PatientsService,
    private readonly devices: DevicesService,
    private readonly plans: PlansService,
  ) {}

  /**
   * Gives the patient a bed on the ward, and the devices that are named. Where no referral is named, and a bed is reserved for
   * one of the patient's, the admission answers that one.
   *
   * @throws PatientNotFoundError
   * @throws WardNotFoundError
   * @throws PatientAlreadyAdmittedError
   * @throws UnknownPathwayError
   * @throws NoChartAppliesError
   * @throws PathwayNotOfferedError
   * @throws WardClosedError
   * @throws WardFullError
   * @throws OverCapacityNotPermittedError
   * @throws StayRefusedError
   * @throws DeviceNotFoundError
   * @throws DeviceHeldError
   */
  async admit(asked: NewStay, context: CommandContext<Person>): Promise<Stay> {
    const { patientId, wardId, pathway, entry = null, expectedDischargeDate = null } = asked;
    return this.commands.execute('admit', context, async (command) => {
      const patient = await this.patients.lock(command.client, patientId);
      if (patient === undefined) throw new PatientNotFoundError(patientId);
      const referralId = asked.referralId ?? (await this.beds.reservedReferral(command, patientId));
      await this.stays.locking.run(command, { patientId, referralId });
      const beds = (await this.beds.lock(command, [wardId])).get(wardId);
      if (beds === undefined) throw new WardNotFoundError(wardId);
      // That the patient is elsewhere comes first: it would not help to wait for a bed.
      await this.#assertNoOpenStay(command, { patientId });
      assertExpected(expectedDischargeDate, command.at);
      const withoutChart = await this.#withoutChart(command, { id: patientId, birthDate: patient.birthDate }, asked);
      const { overCapacityReason } = asked;
      const bed = { by: context.by, pathway, referralId, overCapacityReason };
      const overCapacity = await this.beds.allot(command, beds, bed);
      const record: StayRecord = {
        id: StayId.parse(randomUUID()),
        patientId,
        pathway,
        entry,
        referralId,
        state: 'admitted',
        admittedAt: instant(command.at),
        admittedBy: { id: context.by.id, name: context.by.name },
        expectedDischargeDate,
        leave: null,
        ...notEnded,
        cancelled: null,
        reinstated: null,
        responsible: null,
        revision: 1,
      };
      const stay = await this.writer.change(command, {
        before: undefined,
        record,
        change: 'admitted',
        placing: () => this.#giveBed(command, record, { wardId, reason: null, overCapacityReason: overCapacity }),
        text: `Admitted to ${beds.ward.name}.${withoutChart}`,
      });
      for (const deviceId of new Set(asked.devices)) await this.devices.issueWithin(command, deviceId, { patientId });
      return stay;
    });
  }

  /**
   * Ends the stay; its open alerts are resolved as `discharged`, its open tasks cancelled, and its pauses over.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   */
  async discharge(id: StayId, { reason, destination }: Discharge, context: CommandContext): Promise<Stay> {
    return this.commands.execute('discharge', context, async (command) => {
      await this.writer.lockPatientsOf(command, [id]);
      const before = await this.stays.lock(command, id);
      return this.writer.change(command, {
        before,
        record: {
          ...ended(before),
          state: 'discharged',
          dischargedAt: notBefore(before.admittedAt, command.at),
          dischargedBy: authorOf(command),
          dischargeReason: reason ?? null,
          dischargeDestination: destination ?? null,
        },
        change: 'discharged',
        placing: () => this.#leaveBed(command, before),
        text: reason === undefined ? 'Discharged.' : `Discharged: ${reason}`,
      });
    });
  }

  /**
   * The admission was a mistake: the stay ends as by a discharge, and was none.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   */
  async cancel(id: StayId, { reason }: CancelStay, context: CommandContext): Promise<Stay> {
    return this.commands.execute('cancel-stay', context, async (command) => {
      await this.writer.lockPatientsOf(command, [id]);
      const before = await this.stays.lock(command, id);
      const cancelled = { at: notBefore(before.admittedAt, command.at), by: authorOf(command), reason };
      return this.writer.change(command, {
        before,
        record: { ...ended(before), state: 'cancelled', cancelled },
        change: 'cancelled',
        placing: () => this.#leaveBed(command, before),
        text: `Cancelled, the admission was a mistake: ${reason}`,
      });
    });
  }

  /**
   * Undoes a discharge or a cancellation: the patient has a bed on that ward again, from now on. Alerts and tasks that were
   * closed stay so.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayStillOpenError
   * @throws PatientAlreadyAdmittedError
   * @throws WardClosedError
   * @throws WardFullError
   * @throws OverCapacityNotPermittedError
   */
  async reinstate(
    id: StayId,
    { reason, overCapacityReason }: ReinstateStay,
    context: CommandContext<Person>,
  ): Promise<Stay> {
    return this.commands.execute('reinstate-stay', context, async (command) => {
      await this.writer.lockPatientsOf(command, [id]);
      const wardId = (await this.stays.wardsOf([id], command.client)).get(id);
      if (wardId === undefined) throw new StayNotFoundError(id);
      const beds = (await this.beds.lock(command, [wardId])).get(wardId);
      if (beds === undefined) throw new WardNotFoundError(wardId);
      const before = await this.stays.lockEnded(command, id);
      await this.#assertNoOpenStay(command, before);
      const { referralId } = before;
      const bed = { by: context.by, pathway: null, referralId, overCapacityReason };
      const overCapacity = await this.beds.allot(command, beds, bed);
      const by = authorOf(command);
      const record: StayRecord = {
        ...before,
        ...notEnded,
        state: 'admitted',
        cancelled: null,
        reinstated: { at: instant(command.at), by, reason },
        revision: before.revision + 1,
      };
      return this.writer.change(command, {
        before,
        record,
        change: 'reinstated',
        placing: () => this.#giveBed(command, record, { wardId, reason, overCapacityReason: overCapacity }),
        text: `Reinstated on ${beds.ward.name}: ${reason}`,
      });
    });
  }

  /**
   * Says when the stay is expected to end.
   *
   * @throws StayNotFoundError
   * @throws ChangedMeanwhileError
   * @throws StayAlreadyDischargedError
   * @throws StayRefusedError
   */
  async expectDischarge(id: StayId, { date, reason }: ExpectedDischarge, context: CommandContext): Promise<Stay> {
    return this.commands.execute('expect-discharge', context, async (command) => {
      const before = await this.stays.lock(command, id);
      assertExpected(date, command.at, 'date');
      if (before.expectedDischargeDate === date) return before;
      const after = { ...before, expectedDischargeDate: date, revision: before.revision + 1 };
      const words = date === null ? 'The date of discharge is open' : `Discharge is expected on ${date}`;
      return this.writer.note(command, after, reason === undefined ? `${words}.` : `${words}: ${reason}`);
    });
  }

  /**
   * What the history says of a patient for whom there is no early-warning chart; empty where there is one.
   *
   * @throws NoChartAppliesError where it is not said why they are admitted all the same.
   */
  async #withoutChart(
    command: Command,
    patient: Pick<Patient, 'id' | 'birthDate'>,
    { pathway, noChartReason }: Pick<NewStay, 'pathway' | 'noChartReason'>,
  ): Promise<string> {
    const exclusion = await this.plans.exclusionOn(command, patient, pathway);
    if (exclusion === null) return '';
    if (noChartReason === undefined) throw new NoChartAppliesError(patient.id, exclusion);
    return ` No early-warning chart is for the patient (${exclusion}): thresholds alone alert. ${noChartReason}`;
  }

  async #assertNoOpenStay({ client }: Command, { patientId }: Pick<Stay, 'patientId'>): Promise<void> {
    const [open] = await this.store.lockOpen(client, [patientId]);
    if (open !== undefined) throw new PatientAlreadyAdmittedError(patientId, open.id);
  }

  async #giveBed(
    command: Command,
    { id: stayId, patientId }: StayRecord,
    { wardId, reason, overCapacityReason }: Omit<BedOfStay, 'bed'> & { readonly reason: string | null },
  ): Promise<BedOfStay> {
    const { client, at: from, by } = command;
    const placement = { stayId, patientId, wardId, from, by, reason, overCapacityReason };
    return { wardId, bed: await this.placements.open(client, placement), overCapacityReason };
  }

  async #leaveBed(command: Command, before: Stay): Promise<BedOfStay> {
    await this.placements.close(command.client, [before.id], command.at);
    return before;
  }
}

const notEnded = { dischargedAt: null, dischargedBy: null, dischargeReason: null, dischargeDestination: null } as const;

/** A stay that has just ended, whatever ended it. */
function ended(before: Stay): StayRecord {
  return { ...before, leave: null, responsible: null, revision: before.revision + 1 };
}

/** Clocks of replicas differ: no stay ends before it began. */
function notBefore(earliest: Instant, at: Date): Instant {
  const asked = instant(at);
  return asked < earliest ? earliest : asked;
}

function authorOf({ by }: Command): Stay['admittedBy'] {
  return { id: by.id, name: by.name };
}

function assertExpected(date: string | null, now: Date, path = 'expectedDischargeDate'): void {
  const faults = expectedDischargeFaults(date, now, path);
  if (faults.length > 0) throw new StayRefusedError(faults);
}
