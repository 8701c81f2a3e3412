import { Injectable } from '@nestjs/common';
import type { ObservationCode } from '#libs/clinical';
import { instant, type PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';
import { DevicesStore } from './devices.store.ts';
import { type Silence, silenceOf } from './silent-party.ts';

/**
 * Says who is silent where readings are missing: a device, or the patient. It knows what the devices last said of
 * themselves, as of now: what they said before is not kept.
 */
@Injectable()
export class SilenceService {
  constructor(private readonly devices: DevicesStore) {}

  /** @returns for each patient a function of the codes that are missing; none: every code that is due. */
  async silencesOf(
    client: PoolClient,
    patientIds: readonly PatientId[],
    at: Date,
  ): Promise<(patientId: PatientId, codes?: readonly ObservationCode[]) => Silence> {
    const held =
      patientIds.length === 0 ? new Map<PatientId, []>() : await this.devices.statusesOfHeld(client, patientIds);
    return (patientId, codes = []) => silenceOf(held.get(patientId) ?? [], codes, instant(at));
  }
}
