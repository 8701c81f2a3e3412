import { Injectable } from '@nestjs/common';
import type { PatientId, PatientName, WardId } from '#libs/contracts';
import { nameOf } from '../../record/patients/patient-identity.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';

interface Subject {
  readonly patientId: PatientId;
  readonly wardId: WardId;
}

interface Names {
  readonly patient?: PatientName;
  readonly wardName?: string;
}

/** Says of alerts and tasks whose they are and what their ward is called: by one query each, however many there are. */
@Injectable()
export class NamingService {
  constructor(
    private readonly patients: PatientsService,
    private readonly wards: WardsService,
  ) {}

  /** The same, in their order, with the names that there are; they are of today. */
  async named<Thing extends Subject>(things: readonly Thing[]): Promise<readonly (Thing & Names)[]> {
    const [patients, wardNames] = await Promise.all([
      this.patients.findMany([...new Set(things.map(({ patientId }) => patientId))]),
      this.wards.namesOf([...new Set(things.map(({ wardId }) => wardId))]),
    ]);
    return things.map((thing) => {
      const patient = patients.get(thing.patientId);
      const wardName = wardNames.get(thing.wardId);
      return {
        ...thing,
        ...(patient !== undefined && { patient: nameOf(patient) }),
        ...(wardName !== undefined && { wardName }),
      };
    });
  }
}
