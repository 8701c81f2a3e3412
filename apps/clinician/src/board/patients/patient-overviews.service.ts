import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type Instant,
  type Page,
  type Patient,
  type PatientId,
  type PatientSearchQuery,
  type Stay,
} from '#libs/contracts';
import { DevicesService } from '../../devices/devices/devices.service.ts';
import { CLOCK } from '../../parts.module.ts';
import { FlagsService } from '../../record/flags/flags.service.ts';
import type { PatientIdentity } from '../../record/patients/patient-identity.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { StaysService } from '../../wards/stays/stays.service.ts';

/** Shows patients with the open stay and the devices that they have, or had at an instant. */
@Injectable()
export class PatientOverviewsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly patients: PatientsService,
    private readonly stays: StaysService,
    private readonly devices: DevicesService,
    private readonly flags: FlagsService,
  ) {}

  /**
   * @param asked the instant as of which it is shown, undefined for now. Of a patient who was not registered then it is the
   *   identity alone, and says so.
   * @throws PatientNotFoundError
   * @throws AsOfInFutureError
   */
  async get(id: PatientId, asked?: string): Promise<Patient> {
    const asOf = asOfInstant(asked, this.clock.now());
    const identity = await this.patients.get(id);
    if (asOf !== undefined && identity.createdAt > asOf) {
      return { ...identity, ...nothingKnown, knownThen: false };
    }
    const [patient] = await this.#overviewsOf([identity], asOf);
    return patient ?? { ...identity, ...nothingKnown, knownThen: true };
  }

  /** @throws InvalidCursorError */
  async list(query: PatientSearchQuery): Promise<Page<Patient>> {
    const holders = query.search === undefined ? [] : await this.devices.holdersOf(query.search);
    const { items, nextCursor } = await this.patients.list(query, holders);
    return { items: await this.#overviewsOf(items), nextCursor };
  }

  async #overviewsOf(identities: readonly PatientIdentity[], asOf?: Instant): Promise<readonly Patient[]> {
    const ids = identities.map(({ id }) => id);
    const [stays, devices, flags, duplicates] = await Promise.all([
      this.stays.openOf(ids, asOf),
      this.devices.heldBy(ids, { asOf }),
      this.flags.flagsOf(ids, asOf),
      this.patients.possibleDuplicatesOf(ids),
    ]);
    return identities.map((identity) => {
      const stay = stays.get(identity.id);
      return {
        ...identity,
        stay: stay === undefined ? null : inShort(stay),
        devices: [...(devices.get(identity.id) ?? [])],
        flags: flags.get(identity.id) ?? [],
        // Of who the patient is there is no past: the identity, and who else may have it, are of today.
        possibleDuplicates: (duplicates.get(identity.id) ?? []).map(({ id }) => id),
        knownThen: true,
      };
    });
  }
}

const nothingKnown = { stay: null, devices: [], flags: [], possibleDuplicates: [] };

function inShort({ id, wardId, pathway, admittedAt, responsible }: Stay): NonNullable<Patient['stay']> {
  return { id, wardId, pathway, admittedAt, responsible };
}
