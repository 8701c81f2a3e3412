import { Injectable } from '@nestjs/common';
import type { PatientId } from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { HeldDevice } from './silent-party.ts';

/** Reads of the tables `device` and `device_holding` who has what, and what it said of itself. */
@Injectable()
export class SilenceStore {
  async devicesOf(
    client: PoolClient,
    patientIds: readonly PatientId[],
  ): Promise<ReadonlyMap<PatientId, readonly HeldDevice[]>> {
    const { rows } = await client.query<HeldDevice & { readonly patient_id: PatientId }>({
      name: 'silence-devices-of',
      text: `select h.patient_id, d.kind, d.status
             from device_holding h join device d on d.id = h.device_id
             where h.held_until is null and h.patient_id = any($1::uuid[])`,
      values: [patientIds],
    });
    return Map.groupBy(rows, ({ patient_id }) => patient_id);
  }
}
