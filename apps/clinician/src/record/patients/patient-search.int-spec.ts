/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */

import type { DeviceId, GatewayCredential, Page, Patient, PatientId, Problem, WardId } from '#libs/contracts';
import { testNhsNumber } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

describe('Patients', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;
  let wardId: WardId;
  let gatewayId: string;
  const registered = new Map<string, PatientId>();
  const names = [
    ['Joan', 'Smith'],
    ['Jo', 'Smithers'],
    ['Zoë', 'Müller'],
    ['Sinéad', "O'Neill"],
    ['Ann', 'Smith-Jones'],
  ] as const;
  const numbers = names.map((_name, index) => testNhsNumber(9000 + index));

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
    wardId = await createWard(operations);
    for (const [index, [givenName, familyName]] of names.entries()) {
      const nhsNumber = numbers[index] ?? '';
      registered.set(familyName, await registerPatient(nurse, { givenName, familyName, nhsNumber }));
    }
    await admit(nurse, { patientId: idOf('Smithers'), wardId });
    gatewayId = (await operations.post<GatewayCredential>('/v1/gateways', { name: 'North' })).body.gatewayId;
  }, 60_000);
  afterAll(() => clinician.stop());

  const idOf = (familyName: string): PatientId => {
    const id = registered.get(familyName);
    if (id === undefined) throw new Error(`No ${familyName} was registered.`);
    return id;
  };
  const found = async (search: string, over: object = {}): Promise<Page<Patient>> =>
    (await nurse.post<Page<Patient>>('/v1/patients/search', { search, ...over })).body;
  const namesFound = async (search: string): Promise<readonly string[]> =>
    (await found(search)).items.map(({ familyName }) => familyName);

  it.each([
    ['by the beginnings of their names, those on a ward first', 'smi', ['Smithers', 'Smith', 'Smith-Jones']],
    ['by both names in any order', 'smi jo', ['Smithers', 'Smith', 'Smith-Jones']],
    ['whatever the case and the accents', 'MULLER ZOE', ['Müller']],
    ['whatever the apostrophe', 'oneill', ["O'Neill"]],
    ['not by the middle of a name', 'mith', []],
    ['not by signs that mean something to a database', "') or true --", []],
  ])('are found %s', async (_claim, search, expected) => {
    expect(await namesFound(search)).toEqual(expected);
  });

  it('are found by NHS number with spaces, and by its beginning', async () => {
    const number = numbers[2] ?? '';
    expect(await namesFound(`${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`)).toEqual(['Müller']);
    expect(await namesFound(number.slice(0, 3))).toHaveLength(names.length);
  });

  it('are found by a device while they have it, as their own page shows them', async () => {
    const deviceId = 'Watch-77' as DeviceId;
    const patientId = idOf('Müller');
    await operations.post('/v1/devices', { deviceId, gatewayId, kind: 'wearable' });
    expect(await namesFound('watch-77')).toEqual([]);
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId });
    const { items } = await found('watch-7');
    expect(items).toEqual([(await nurse.get<Patient>(`/v1/patients/${patientId}`)).body]);
    expect(items).toMatchObject([{ id: patientId, devices: [deviceId], knownThen: true }]);
    await nurse.post(`/v1/devices/${deviceId}/recover`, {});
    expect(await namesFound('watch-7')).toEqual([]);
  });

  it('are found page by page, each once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page<Patient> = await found('smi', { limit: 1, ...(cursor !== '' && { cursor }) });
      seen.push(...page.items.map(({ familyName }) => familyName));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['Smithers', 'Smith', 'Smith-Jones']);
  });

  it('come first only while they are on a ward', async () => {
    const patientId = await registerPatient(nurse, { givenName: 'Zed', familyName: 'Wardle' });
    await registerPatient(nurse, { givenName: 'Abe', familyName: 'Wardle' });
    const stayId = await admit(nurse, { patientId, wardId });
    const given = async (): Promise<readonly string[]> =>
      (await found('wardle')).items.map(({ givenName }) => givenName);
    expect(await given()).toEqual(['Zed', 'Abe']);
    await nurse.post(`/v1/stays/${stayId}/discharge`);
    expect(await given()).toEqual(['Abe', 'Zed']);
  });

  it.each([
    ['one character', 'a', 'at least 2'],
    ['more than a hundred', 'a'.repeat(101), 'at most 100'],
    ['no letter and no digit', '--', 'a name, an NHS number'],
  ])('are not searched by %s, and it is said why', async (_claim, search, words) => {
    const { status, body } = await nurse.post<Problem>('/v1/patients/search', { search });
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid-request', 'search']);
    expect(body.errors?.[0]?.message).toContain(words);
  });

  it.each(['search=smith', `nhsNumber=${numbers[0] ?? ''}`])(
    'are not asked for in an address, which proxies write down: %s is refused, and it is said where to ask',
    async (query) => {
      const { status, body } = await nurse.get<Problem>(`/v1/patients?${query}`);
      expect([status, body.code]).toEqual([400, 'invalid-request']);
      expect(body.errors).toMatchObject([
        { path: query.split('=')[0], message: expect.stringContaining('POST /patients/search') as string },
      ]);
    },
  );

  it('are listed page by page by a cursor that says no name', async () => {
    const { body } = await nurse.get<Page<Patient>>('/v1/patients?limit=1');
    const cursor = Buffer.from(body.nextCursor ?? '', 'base64url').toString();
    expect(cursor).toBe(JSON.stringify([body.items[0]?.id]));
  });
});
