import { testNhsNumber } from '#libs/fixtures';
import type { LoadDevice } from './observation-messages.ts';

export interface WardsUnderLoad {
  readonly wardIds: readonly string[];
  readonly gateways: readonly { readonly gatewayId: string; readonly secret: string }[];
  readonly devices: readonly LoadDevice[];
}

/** Sets up wards through the API, as anybody from outside would: everyone admitted, with a device of their own. */
export async function setUpWards(
  { api, token }: { readonly api: string; readonly token: string },
  size: { readonly patients: number; readonly wards: number; readonly gateways: number },
): Promise<WardsUnderLoad> {
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const answer = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path} answered ${String(answer.status)}: ${await answer.text()}`);
    // The caller knows the contract of the path.
    return (await answer.json()) as Answer;
  };

  const wardIds: string[] = [];
  for (let n = 1; n <= size.wards; n += 1) {
    const beds = Math.ceil(size.patients / size.wards);
    wardIds.push((await post<{ id: string }>('/wards', { name: `Ward under load ${String(n)}`, beds })).id);
  }
  const gateways: { gatewayId: string; secret: string }[] = [];
  for (let n = 0; n < size.gateways; n += 1) {
    gateways.push(await post<{ gatewayId: string; secret: string }>('/gateways', { name: `Load ${String(n)}` }));
  }

  const admit = async (n: number): Promise<LoadDevice> => {
    const patient = await post<{ id: string }>('/patients', {
      nhsNumber: testNhsNumber(n),
      givenName: 'Test',
      familyName: `Patient ${String(n)}`,
      birthDate: '1950-01-01',
    });
    await post('/stays', { patientId: patient.id, wardId: wardIds[n % size.wards], pathway: 'acute-respiratory' });
    const deviceId = `load-device-${String(n)}`;
    const gatewayId = gateways[n % gateways.length]?.gatewayId ?? '';
    await post('/devices', { deviceId, gatewayId, kind: 'hub' });
    await post(`/devices/${deviceId}/issue`, { patientId: patient.id });
    return { deviceId, gatewayId, patientId: patient.id };
  };
  const devices: LoadDevice[] = [];
  const waiting = Array.from({ length: size.patients }, (_, n) => n);
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) devices.push(await admit(n));
    }),
  );
  return { wardIds, gateways, devices };
}
