/** Real: HTTP, Postgres. A test's own: the clock. */
import type { ContactMethodsChange, Page, Problem, StaffMember, Team, WardId } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { type Caller, createWard, type RunningClinician, startClinician } from '../running-clinician.harness.ts';

const email = { channel: 'email', address: 'ann@example.org', order: 1 } as const;
const sms = { channel: 'sms', address: '+447700900123', order: 2 } as const;
const subscription = JSON.stringify({ endpoint: 'https://push.example.org/1', keys: { p256dh: 'BPk', auth: 'c2Vj' } });

let clinician: RunningClinician;
let administrator: Caller;
let nurse: Caller;
let ward: WardId;

beforeAll(async () => {
  clinician = await startClinician();
  administrator = await clinician.as('administrator');
  nurse = await clinician.as('nurse');
  ward = await createWard(administrator);
}, 60_000);
afterAll(() => clinician.stop());

const add = async (name: string, over: object = {}): Promise<StaffMember> =>
  (await administrator.post<StaffMember>('/v1/people', { name, role: 'nurse', wardIds: [], ...over })).body;
const contacts = (path: string, methods: ContactMethodsChange['methods'], over: object = {}) =>
  administrator.put<StaffMember & Problem>(path, { methods, ...over });

describe('People who can be notified', () => {
  it('are added by hand, changed and listed by name, role and ward', async () => {
    const added = await administrator.post<StaffMember>('/v1/people', { name: 'Ann', role: 'nurse', wardIds: [ward] });
    expect(added).toMatchObject({
      status: 201,
      body: { name: 'Ann', addedBy: 'hand', active: true, contactMethods: [], quietHours: null, revision: 1 },
    });
    const path = `/v1/people/${added.body.id}`;
    expect(added.headers.get('location')).toBe(`/api${path}`);
    const changed = { name: 'Ann Lee', role: 'prescriber', wardIds: [ward] };
    expect(await administrator.put(path, changed, { 'if-match': '"1"' })).toMatchObject({ body: { revision: 2 } });
    expect(await administrator.put(path, { ...changed, active: false }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'changed-meanwhile', changes: [{ fields: ['name', 'role'] }] },
    });
    await add('Zoe', { role: 'prescriber', wardIds: [await createWard(administrator)] });
    await add('Bea', { role: 'prescriber' });
    const listed = await nurse.get<Page<StaffMember>>(`/v1/people?role=prescriber&wardId=${ward}&active=true`);
    expect(listed.body.items.map(({ name }) => name)).toEqual(['Ann Lee', 'Bea']);
  });

  it('are reached in the order that is set, and only those who manage staff see the addresses', async () => {
    const { id } = await add('Cas');
    const quietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/London' };
    const path = `/v1/people/${id}/contact-methods`;
    const changed = await contacts(path, [sms, email], { quietHours, language: 'cy' });
    expect(changed).toMatchObject({
      status: 200,
      body: { contactMethods: [email, sms], quietHours, language: 'cy', revision: 2 },
    });
    expect((await nurse.get<StaffMember>(`/v1/people/${id}`)).body).toMatchObject({
      contactMethods: [
        { channel: 'email', address: null, order: 1 },
        { channel: 'sms', address: null, order: 2 },
      ],
    });
    expect(await contacts(path, [email, sms], { quietHours })).toMatchObject({ body: { revision: 2 } });
    expect(await contacts(path, [email])).toMatchObject({ body: { quietHours: null, language: 'cy', revision: 3 } });
    expect(await nurse.put(path, { methods: [] })).toMatchObject({ status: 403 });
    const { rows } = await clinician.database.pool.query<{ state: object }>(
      `select state from audit where subject_kind = 'person' and subject_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain('example.org');
  });

  it('are signed in with a token: kept from the first time that they say how they are reached', async () => {
    const mine = await nurse.get<StaffMember>('/v1/people/me');
    expect(mine).toMatchObject({ status: 200, body: { name: 'A nurse', role: 'nurse', revision: 0 } });
    const saved = await nurse.put<StaffMember>('/v1/people/me/contact-methods', { methods: [email] });
    expect(saved).toMatchObject({ status: 200, body: { contactMethods: [email], revision: 1, addedBy: 'sign-in' } });
    expect((await nurse.get<StaffMember>('/v1/people/me')).body).toEqual(saved.body);
    expect((await administrator.get<StaffMember>(`/v1/people/${mine.body.id}`)).body).toEqual(saved.body);
  });

  it('are signed in with a browser, and are those who were added by hand under the same id', async () => {
    const dee = { id: 'oidc|dee', name: 'Dee', role: 'nurse' } as const;
    await clinician.sessions.start({ person: dee, idToken: undefined });
    await clinician.sessions.start({ person: dee, idToken: undefined });
    const path = '/v1/people/oidc%7Cdee';
    expect(await administrator.get(path)).toMatchObject({ body: { name: 'Dee', addedBy: 'sign-in', revision: 1 } });
    await clinician.sessions.start({ person: { ...dee, role: 'prescriber' }, idToken: undefined });
    expect(await administrator.get(path)).toMatchObject({ body: { role: 'prescriber', revision: 2 } });

    await add('Eve, by hand', { id: 'oidc|eve', wardIds: [ward] });
    await clinician.sessions.start({ person: { id: 'oidc|eve', name: 'Eve', role: 'nurse' }, idToken: undefined });
    expect(await administrator.get('/v1/people/oidc%7Ceve')).toMatchObject({
      body: { name: 'Eve', addedBy: 'sign-in', wardIds: [ward], revision: 2 },
    });
    expect(await administrator.post('/v1/people', { id: 'oidc|eve', name: 'Eve', role: 'nurse' })).toMatchObject({
      status: 409,
      body: { code: 'person-already-added' },
    });
  });

  it.each<readonly [claim: string, methods: readonly object[], path: string, words: string]>([
    ['an email address that is none', [{ ...email, address: 'ann@' }], 'methods.0.address', 'name@example.org'],
    ['a phone number without its country', [{ ...sms, address: '07700 900123' }], 'methods.0.address', 'E.164'],
    [
      'a webhook without TLS',
      [{ channel: 'webhook', address: 'http://example.org/', order: 1 }],
      'methods.0.address',
      'https',
    ],
    [
      'a push subscription that is no JSON',
      [{ channel: 'web-push', address: 'x', order: 1 }],
      'methods.0.address',
      'p256dh',
    ],
    ['a channel that does not exist', [{ ...email, channel: 'fax' }], 'methods.0.channel', 'email'],
    ['two of one order', [email, { ...sms, order: 1 }], 'methods', 'an order of its own'],
  ])('are not reached by %s', async (_claim, methods, path, words) => {
    const refused = await nurse.put<Problem>('/v1/people/me/contact-methods', { methods });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ path }] } });
    expect(refused.body.errors?.[0]?.message).toContain(words);
  });

  it('are reached by a webhook on this machine and by a browser', async () => {
    const methods = [
      { channel: 'webhook', address: 'http://127.0.0.1:8099/alerts', order: 1 },
      { channel: 'web-push', address: subscription, order: 2 },
    ] as const;
    expect(await administrator.put('/v1/people/me/contact-methods', { methods })).toMatchObject({
      status: 200,
      body: { contactMethods: methods },
    });
  });

  it('are managed by operations and administrators, on wards that there are', async () => {
    const person = { name: 'Fay', role: 'nurse', wardIds: [randomUUID()] };
    expect(await nurse.post('/v1/people', person)).toMatchObject({ status: 403 });
    expect(await (await clinician.as('operations')).post('/v1/people', person)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'wardIds.0' }] },
    });
    expect(await administrator.get('/v1/people/unknown')).toMatchObject({ body: { code: 'person-not-found' } });
  });
});

describe('Teams', () => {
  const addTeam = (name: string, over: object = {}) =>
    administrator.post<Team & Problem>('/v1/teams', { name, wardIds: [ward], personIds: [], ...over });

  it('have people and other teams', async () => {
    const { id } = await add('Gil');
    const within = await addTeam('Nights', { personIds: [id, id] });
    expect(within).toMatchObject({ status: 201, body: { personIds: [id], teamIds: [], revision: 1 } });
    const team = await addTeam('All nurses', { teamIds: [within.body.id] });
    const path = `/v1/teams/${team.body.id}`;
    expect(await administrator.put(path, { name: 'Nurses', personIds: [id] })).toMatchObject({
      body: { name: 'Nurses', teamIds: [], revision: 2 },
    });
    expect((await nurse.get<Page<Team>>('/v1/teams')).body.items.map(({ name }) => name)).toEqual(['Nights', 'Nurses']);
  });

  it('are not within themselves: the cycle is named', async () => {
    const a = (await addTeam('Team A')).body;
    const b = (await addTeam('Team B', { teamIds: [a.id] })).body;
    const refused = await administrator.put<Problem>(`/v1/teams/${a.id}`, { name: 'Team A', teamIds: [b.id] });
    expect(refused).toMatchObject({ status: 400, body: { code: 'team-cycle', errors: [{ path: 'teamIds' }] } });
    expect(refused.body.detail).toContain('a cycle of teams: Team A → Team B → Team A');
  });

  it('have no members that do not exist', async () => {
    expect(await addTeam('Strangers', { personIds: ['x-1'] })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'personIds.0', message: 'there is no person x-1' }] },
    });
    expect(await addTeam('Strangers', { teamIds: [randomUUID()] })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'teamIds.0' }] },
    });
    expect(await administrator.get(`/v1/teams/${randomUUID()}`)).toMatchObject({ body: { code: 'team-not-found' } });
  });
});
