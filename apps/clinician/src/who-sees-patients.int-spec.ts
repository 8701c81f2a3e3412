/** Real: HTTP, Postgres, the Postgres log, every route of the service. A test's own: the clock, signals and what was quarantined. */
import {
  type Alert,
  derivedId,
  EventId,
  type GatewayCredential,
  type GatewayId,
  instant,
  type Page,
  type PatientId,
  type Role,
  roles,
} from '#libs/contracts';
import { aSignal, eventually } from '#libs/fixtures';
import { may } from '#libs/identity';
import { z } from 'zod';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from './running-clinician.harness.ts';

const OpenApi = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z
          .array(z.object({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean() }))
          .default([]),
      }),
    ),
  ),
});

const unknownId = '3f333df6-90a4-4fda-8dd3-9485d27cee36';
const deviceId = 'watch-of-secretname';

/** Roles that may not view patients: what they are answered must not say who is ill, nor how. */
const blindRoles: readonly Role[] = roles.filter((role) => !may(role, 'view-patients'));

/** Fields that only an answer about a patient has. */
const fieldsOfPatients = new Set([
  ...['patientId', 'patientIds', 'patient', 'holder', 'holders', 'nhsNumber', 'givenName', 'familyName', 'birthDate'],
  ...['value', 'payload', 'releasable', 'observations', 'scoreId'],
]);

const saysNothing = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Where in an answer a field of patients stands that says something. */
function patientFieldsIn(answer: unknown, path = ''): readonly string[] {
  if (Array.isArray(answer)) return answer.flatMap((each, index) => patientFieldsIn(each, `${path}.${String(index)}`));
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) => [
    ...(fieldsOfPatients.has(name) && !saysNothing(value) ? [`${path}.${name}`] : []),
    ...patientFieldsIn(value, `${path}.${name}`),
  ]);
}

describe('An answer to a role that may not view patients', () => {
  let clinician: RunningClinician;
  let callers: ReadonlyMap<Role, Caller>;
  let values: Readonly<Record<string, string>>;
  let secrets: readonly string[];
  let paths: readonly { readonly path: string; readonly query: string }[];

  beforeAll(async () => {
    clinician = await startClinician();
    callers = new Map(await Promise.all(blindRoles.map(async (role) => [role, await clinician.as(role)] as const)));
    const [nurse, administrator] = [await clinician.as('nurse'), await clinician.as('administrator')];
    const wardId = await createWard(administrator);
    const patientId = await registerPatient(nurse, { givenName: 'Prudence', familyName: 'Secretname' });
    const stayId = await admit(nurse, { patientId, wardId });
    const { gatewayId } = (await administrator.post<GatewayCredential>('/v1/gateways', { name: 'A hub' })).body;
    await administrator.post('/v1/devices', { deviceId, gatewayId, kind: 'wearable' });
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    await quarantined({ patientId, gatewayId });
    const now = clinician.clock.now();
    await clinician.publish('signals', [
      { key: patientId, event: aSignal({ patientId, stayId }, ['low', 'high', now]) },
    ]);
    const [alert] = await eventually(
      async () => (await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}`)).body.items,
      (alerts) => alerts.length > 0,
    );
    await eventually(
      async () => (await nurse.get<Page<unknown>>(`/v1/quarantine?patientId=${patientId}`)).body.items,
      (entries) => entries.length > 0,
    );
    const { nhsNumber } = (await nurse.get<{ nhsNumber: string }>(`/v1/patients/${patientId}`)).body;
    secrets = [patientId, nhsNumber, 'Secretname', 'Prudence', '46.5'];
    values = {
      ...{ patientId, wardId, stayId, deviceId, alertId: alert?.id ?? unknownId, gatewayId },
      ...{ from: '2026-11-20', until: '2026-11-22', code: 'pulse-rate', key: 'news2' },
    };
    const document = OpenApi.parse((await nurse.get('/openapi.json')).body);
    paths = Object.entries(document.paths).flatMap(([path, { get }]) =>
      get === undefined || path.endsWith('/live') ? [] : [{ path, query: queryOf(get.parameters) }],
    );
  }, 60_000);
  afterAll(() => clinician.stop());

  async function quarantined({ patientId, gatewayId }: { patientId: PatientId; gatewayId: GatewayId }): Promise<void> {
    const payload = '{"readings":[{"code":"temperature","value":46.5}]}';
    const event = {
      id: EventId.parse(derivedId('test-quarantined', deviceId)),
      ...{ gatewayId, deviceId, patientId, payload, arrivedBy: 'a-topic', payloadBytes: payload.length },
      receivedAt: instant(clinician.clock.now()),
      reasons: [{ code: 'implausible-value' as const, path: 'readings.0.value', message: 'Found 46.5 Cel.' }],
    };
    await clinician.publish('quarantine', [{ key: deviceId, event }]);
  }

  const queryOf = (parameters: readonly { name: string; in: string; required: boolean }[]): string =>
    parameters
      .filter((one) => one.in === 'query' && one.required)
      .map(({ name }) => `${name}=${values[name] ?? instant(clinician.clock.now())}`)
      .join('&');

  /** The path about what this test made, as far as it made such a thing. */
  function filled(path: string): string {
    const [, of = ''] = /^\/api\/v1\/([a-z-]+)\/\{id\}/.exec(path) ?? [];
    const ids: Readonly<Record<string, string | undefined>> = {
      wards: values['wardId'],
      patients: values['patientId'],
      stays: values['stayId'],
      alerts: values['alertId'],
      gateways: values['gatewayId'],
    };
    return path
      .replace('{id}', ids[of] ?? unknownId)
      .replaceAll(/\{([A-Za-z]+)\}/g, (_whole, name: string) => values[name] ?? unknownId)
      .replace(/^\/api/, '');
  }

  it.each(blindRoles)('for %s has no patient in it, whatever path is asked for', async (role) => {
    const caller = callers.get(role);
    const found: string[] = [];
    const answered: string[] = [];
    for (const { path, query } of paths) {
      const response = await caller?.stream(`${filled(path)}${query === '' ? '' : `?${query}`}`);
      const text = (await response?.text()) ?? '';
      if (response?.status === 200) answered.push(path);
      const asked = filled(path);
      for (const secret of secrets)
        if (!asked.includes(secret) && text.includes(secret)) found.push(`${path}: says ${secret}`);
      if (response?.headers.get('content-type')?.includes('json') === true)
        found.push(...patientFieldsIn(JSON.parse(text)).map((field) => `${path}: has ${field}`));
    }
    expect(found).toEqual([]);
    expect(answered).toEqual(expect.arrayContaining(['/api/v1/quarantine', '/api/v1/devices', '/api/v1/gateways']));
    expect(answered.length).toBeGreaterThan(20);
  });

  it('is a refusal of every path that is about one patient', async () => {
    const ofPatients = paths.filter(({ path }) => /^\/api\/v1\/(patients|stays|alerts\/\{id\}|tasks)/.test(path));
    expect(ofPatients.length).toBeGreaterThan(15);
    for (const [role, caller] of callers)
      for (const { path } of ofPatients) {
        const { status } = await caller.get(filled(path));
        expect({ role, path, status }).toEqual({ role, path, status: 403 });
      }
  });
});
