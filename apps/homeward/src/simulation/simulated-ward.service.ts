/**
 * Makes in Homeward what the simulation needs, through the API like any other client: a ward, a gateway, and for each patient
 * their devices, stay and, on scale 2, the prescription. What is there already is left as it is, so a second start, or
 * one after a broken first, ends in the same state. Patients are known again by their NHS numbers.
 */
import {
  Device,
  DeviceId,
  Gateway,
  GatewayCredential,
  type GatewayId,
  instant,
  type Instant,
  Patient,
  type PatientId,
  Plan,
  Stay,
  Ward,
  type WardId,
} from '#libs/contracts';
import type { HomewardApi } from '../api/homeward-api.client.ts';
import type { CourseOfIllness, SimulatedDevice } from './course-of-illness.ts';
import type { SimulatedPatient } from './simulated-patient.ts';
import { SimulationRefusedError } from './simulation-errors.ts';
import type { SimulationJournalStore } from './simulation-journal.store.ts';

const wardName = 'Riverside virtual ward (simulated)';
const gatewayName = 'Simulated homes';
const reviewAfterDays = 90;
const atOnce = 6;
const backDatingReason = 'The simulated history begins before the simulation does.';

export interface SimulatedWard {
  readonly gateway: { readonly gatewayId: GatewayId; readonly secret: string };
  readonly wardId: WardId;
  /** By patient and device: since when the patient has it. Nothing taken earlier would be theirs. */
  readonly heldSince: ReadonlyMap<SimulatedPatient, ReadonlyMap<SimulatedDevice, Instant>>;
}

export interface SetUp {
  readonly patients: readonly SimulatedPatient[];
  readonly now: Date;
  /** From when on the patients are to have their devices. */
  readonly historyFrom: Date;
  readonly onProgress?: ((ready: number) => void) | undefined;
}

/** The id under which a device is registered. It names the gateway, since a device belongs to one for good. */
export function deviceIdOf(gatewayId: GatewayId, patient: SimulatedPatient, device: SimulatedDevice): DeviceId {
  const gateway = gatewayId.replaceAll(/[^A-Za-z0-9]/g, '').slice(-8);
  return DeviceId.parse(`sim-${gateway}-${patient.person.nhsNumber.slice(3)}-${device.name}`);
}

export class SimulatedWardService {
  constructor(
    private readonly api: HomewardApi,
    private readonly journal: SimulationJournalStore,
  ) {}

  /**
   * @throws SimulationRefusedError
   * @throws SimulationUnreachableError
   */
  async setUp(setUp: SetUp): Promise<SimulatedWard> {
    const wardId = await this.#ward(setUp.patients.length);
    const gateway = await this.#gateway();
    const heldSince = new Map<SimulatedPatient, ReadonlyMap<SimulatedDevice, Instant>>();
    const waiting = [...setUp.patients];
    const admitOneAfterAnother = async (): Promise<void> => {
      for (let patient = waiting.shift(); patient !== undefined; patient = waiting.shift()) {
        heldSince.set(patient, await this.#patient(patient, { ...setUp, wardId, gatewayId: gateway.gatewayId }));
        setUp.onProgress?.(heldSince.size);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, admitOneAfterAnother));
    return { gateway, wardId, heldSince };
  }

  async #ward(patients: number): Promise<WardId> {
    for await (const ward of this.api.all('/wards', Ward)) if (ward.name === wardName) return ward.id;
    const body = { name: wardName, beds: Math.max(20, Math.ceil(patients * 1.25)) };
    return (await this.api.ask({ method: 'POST', path: '/wards', as: 'administrator', body, answer: Ward })).id;
  }

  async #gateway(): Promise<SimulatedWard['gateway']> {
    const journal = await this.journal.read();
    for await (const known of this.api.all('/gateways', Gateway)) {
      if (known.id === journal.gateway?.gatewayId && known.disabledAt === null) return journal.gateway;
    }
    const { gatewayId, secret } = await this.api.ask({
      method: 'POST',
      path: '/gateways',
      as: 'administrator',
      body: { name: gatewayName },
      answer: GatewayCredential,
    });
    const gateway = { gatewayId, secret };
    await this.journal.write({ ...journal, gateway });
    return gateway;
  }

  async #patient(
    simulated: SimulatedPatient,
    on: SetUp & { readonly wardId: WardId; readonly gatewayId: GatewayId },
  ): Promise<ReadonlyMap<SimulatedDevice, Instant>> {
    const patient = await this.#registered(simulated);
    if (simulated.course.scale2Because !== undefined)
      await this.#prescribe(patient.id, simulated.course.scale2Because, on);
    const heldSince = await this.#devices(patient.id, simulated, on);
    if (patient.stay === null) {
      const { pathway, entry } = simulated.course;
      const expectedDischargeDate = expectedDischarge(simulated, on.now);
      const body = { patientId: patient.id, wardId: on.wardId, pathway, entry, expectedDischargeDate };
      await this.api.ask({ method: 'POST', path: '/stays', as: 'administrator', body, answer: Stay });
      const { dueEveryMinutes } = simulated.course;
      if (dueEveryMinutes !== undefined) await this.#waitFor(patient.id, dueEveryMinutes);
    }
    return heldSince;
  }

  async #registered({ person }: SimulatedPatient): Promise<Patient> {
    const known = await this.api.patientWith(person.nhsNumber);
    if (known !== undefined) return known;
    return this.api.ask({ method: 'POST', path: '/patients', as: 'administrator', body: person, answer: Patient });
  }

  /** As of the beginning of the history: a patient who comes home with scale 2 was prescribed it in hospital. */
  async #prescribe(
    patientId: PatientId,
    reason: string,
    { now, historyFrom }: { readonly now: Date; readonly historyFrom: Date },
  ): Promise<void> {
    const path = `/patients/${patientId}/plan`;
    const plan = await this.api.ask({ method: 'GET', path, as: 'administrator', answer: Plan });
    if (plan.oxygenScale !== null) return;
    const reviewAt = instant(now.getTime() + reviewAfterDays * 24 * 60 * 60 * 1000);
    const body = { oxygenScale: { scale: 2, reason, reviewAt, prescribedAt: instant(historyFrom) } };
    await this.api.ask({ method: 'PUT', path, as: 'prescriber', body, answer: Plan });
  }

  async #waitFor(
    patientId: PatientId,
    dueEveryMinutes: NonNullable<CourseOfIllness['dueEveryMinutes']>,
  ): Promise<void> {
    const path = `/patients/${patientId}/plan`;
    await this.api.ask({ method: 'PUT', path, as: 'administrator', body: { dueEveryMinutes }, answer: Plan });
  }

  async #devices(
    patientId: PatientId,
    simulated: SimulatedPatient,
    on: { readonly gatewayId: GatewayId; readonly historyFrom: Date },
  ): Promise<ReadonlyMap<SimulatedDevice, Instant>> {
    const held = new Map<DeviceId, Device>();
    for await (const device of this.api.all(`/devices?patientId=${patientId}`, Device)) held.set(device.id, device);
    const since = new Map<SimulatedDevice, Instant>();
    for (const device of simulated.course.devices) {
      const deviceId = deviceIdOf(on.gatewayId, simulated, device);
      const issued = held.get(deviceId) ?? (await this.#issue({ deviceId, ...on, kind: device.kind, patientId }));
      const from = issued.holdings.at(-1)?.from;
      if (from !== undefined) since.set(device, from);
    }
    return since;
  }

  async #issue(device: {
    readonly deviceId: DeviceId;
    readonly gatewayId: GatewayId;
    readonly kind: Device['kind'];
    readonly patientId: PatientId;
    readonly historyFrom: Date;
  }): Promise<Device> {
    const { deviceId, gatewayId, kind, patientId } = device;
    const body = { deviceId, gatewayId, kind };
    try {
      await this.api.ask({ method: 'POST', path: '/devices', as: 'administrator', body, answer: Device });
    } catch (error) {
      const isKnown = error instanceof SimulationRefusedError && error.problemCode === 'device-already-registered';
      if (!isKnown) throw error;
    }
    return this.api.ask({
      method: 'POST',
      path: `/devices/${deviceId}/issue`,
      as: 'administrator',
      body: { patientId, issuedAt: instant(device.historyFrom), reason: backDatingReason },
      answer: Device,
    });
  }
}

const dayMs = 24 * 3_600_000;

/** In two to eight days, the same for the same patient: a forecast without such dates hardly knows who will be there tomorrow. */
const expectedDischarge = ({ person }: SimulatedPatient, now: Date): string =>
  instant(now.getTime() + (2 + (Number(person.nhsNumber.slice(-3)) % 7)) * dayMs).slice(0, 10);
