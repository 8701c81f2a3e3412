import type { ApiClient } from './api-client.ts';

export interface MonitoredPatient {
  readonly patientId: string;
  readonly wardId: string;
  readonly stayId: string;
  readonly deviceId: string;
}

/** The nth NHS number of the test range 999 000 0000 up whose check digit exists. */
export function testNhsNumber(nth: number): string {
  let found = -1;
  for (let serial = 0; ; serial += 1) {
    const nine = `999${String(serial).padStart(6, '0')}`;
    const sum = Array.from(nine).reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) found += 1;
    if (found === nth) return `${nine}${String(check)}`;
  }
}

/** A patient on a new ward with a device of the gateway's, made as an administrator would, through the API alone. */
export async function aMonitoredPatient(
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
  await administrator.post(`/api/v1/devices/${deviceId}/issue`, { patientId: patient.id });
  const stay = await administrator.post<{ id: string }>('/api/v1/stays', {
    patientId: patient.id,
    wardId: ward.id,
    pathway: 'acute-respiratory',
  });
  return { patientId: patient.id, wardId: ward.id, stayId: stay.id, deviceId };
}
