import { testNhsNumber } from '#libs/fixtures';
import type { ApiClient } from './api-client.ts';

export interface MonitoredPatient {
  readonly patientId: string;
  readonly wardId: string;
  readonly stayId: string;
  readonly deviceId: string;
}

/** Longer ago than any test takes a reading. */
const issuedMinutesAgo = 120;

/** So many patients on one new ward, each with a device of the gateway's. */
export async function monitoredPatients(
  administrator: ApiClient,
  gatewayId: string,
  count: number,
): Promise<readonly [MonitoredPatient, ...MonitoredPatient[]]> {
  const first = await monitoredPatient(administrator, gatewayId, 1);
  const others: MonitoredPatient[] = [];
  for (let nth = 2; nth <= count; nth += 1) {
    others.push(await monitoredPatient(administrator, gatewayId, nth, first.wardId));
  }
  return [first, ...others];
}

/** A patient on a new ward with a device of the gateway's, made as an administrator would, through the API alone. */
export async function monitoredPatient(
  administrator: ApiClient,
  gatewayId: string,
  nth: number,
  wardId?: string,
): Promise<MonitoredPatient> {
  const ward =
    wardId === undefined
      ? await administrator.post<{ id: string }>('/api/v1/wards', { name: `Ward ${String(nth)}`, beds: 20 })
      : { id: wardId };
  const patient = await administrator.post<{ id: string }>('/api/v1/patients', {
    nhsNumber: testNhsNumber(nth),
    givenName: 'Test',
    familyName: `Person ${String(nth)}`,
    birthDate: '1950-02-03',
  });
  const deviceId = `wrist-${String(nth)}`;
  await administrator.post('/api/v1/devices', { deviceId, gatewayId, kind: 'wearable' });
  // Readings are the holder's from the issue on, and tests take some that were taken before now.
  await administrator.post(`/api/v1/devices/${deviceId}/issue`, {
    patientId: patient.id,
    issuedAt: new Date(Date.now() - issuedMinutesAgo * 60_000).toISOString(),
    reason: 'Handed over before it was recorded',
  });
  const stay = await administrator.post<{ id: string }>('/api/v1/stays', {
    patientId: patient.id,
    wardId: ward.id,
    pathway: 'acute-respiratory',
  });
  return { patientId: patient.id, wardId: ward.id, stayId: stay.id, deviceId };
}
