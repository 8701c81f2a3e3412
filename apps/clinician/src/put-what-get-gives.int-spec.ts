/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */
import { type Page, type Plan, type Problem, roles, type StaffMember } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from './running-clinician.harness.ts';

type Json = Readonly<Record<string, unknown>>;

interface Identified {
  readonly id: string;
}

interface Body {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly readOnly?: boolean; readonly writeOnly?: boolean }>>;
}
interface Operation {
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { readonly $ref?: string } } };
  };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}
type Operations = Readonly<Partial<Record<'get' | 'put', Operation>>>;

interface ApiDocument {
  readonly paths: Readonly<Record<string, Operations>>;
  readonly components: { readonly schemas: Readonly<Record<string, Body>> };
}

/** Where `PUT` is about something else than what `GET` gives, and why. */
const notTheSame: Readonly<Record<string, string>> = {
  '/api/v1/rotas/{id}.ics':
    'GET writes every shift as a calendar; the events of a calendar that is put become overrides.',
  '/api/v1/wards/{id}/capacity':
    'GET counts beds and patients at one time; PUT enters from when on there are how many.',
};

/** What says of a resource that it was written, and differs after every writing. */
const ofTheWriting = new Set(['revision', 'version', 'changedAt', 'changedBy']);
const lasting = (resource: Json): Json =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !ofTheWriting.has(name)));

describe('What GET gives of a resource, PUT', () => {
  let clinician: RunningClinician;
  let callers: readonly Caller[];
  let documented: ApiDocument['paths'];
  let schemas: ApiDocument['components']['schemas'];
  /** A resource of each path, with as much in it as it can have. */
  let resources: Readonly<Record<string, string>>;

  beforeAll(async () => {
    clinician = await startClinician();
    callers = await Promise.all(roles.map((role) => clinician.as(role)));
    resources = await madeResources();
    const document = await (await clinician.as('nurse')).get<ApiDocument>('/openapi.json');
    documented = document.body.paths;
    ({ schemas } = document.body.components);
  }, 60_000);
  afterAll(() => clinician.stop());

  const later = (days: number): string => new Date(clinician.clock.now().getTime() + days * 86_400_000).toISOString();
  const made = async <Made>(answer: Promise<Answer<Made>>): Promise<Made> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };

  async function madeResources(): Promise<Readonly<Record<string, string>>> {
    const [administrator, prescriber, nurse] = [
      await clinician.as('administrator'),
      await clinician.as('prescriber'),
      await clinician.as('nurse'),
    ];
    const wardId = await createWard(administrator);
    const patientId = await registerPatient(nurse);
    await admit(nurse, { patientId, wardId });
    const plan = `/v1/patients/${patientId}/plan`;
    const said = { reason: 'As agreed with the family', reviewAt: later(30) };
    const threshold = { code: 'pulse-rate', direction: 'above', limit: 120, effect: 'alert', tier: 'medium', ...said };
    await made(
      prescriber.put(plan, {
        oxygenScale: { scale: 2, ...said },
        thresholds: [threshold, { ...threshold, limit: 105, effect: 'accept', tier: undefined }],
        ceilingOfCare: { alertAtMost: 'medium', instruction: 'Ring the palliative care team', ...said },
        dueEveryMinutes: { temperature: 240 },
      }),
    );
    await made(nurse.post(`/v1/patients/${patientId}/pauses`, { reason: 'away', until: later(1) }));
    const flags = [{ kind: 'allergy', text: 'Penicillin' }, { kind: 'falls-risk' }];
    await made(nurse.put(`/v1/patients/${patientId}/flags`, { flags, reason: 'Told by the daughter' }));
    const person = await made(
      administrator.post<StaffMember>('/v1/people', { name: 'Ann', role: 'nurse', wardIds: [wardId] }),
    );
    const methods = [{ channel: 'email', address: 'ann@example.org', order: 1 }];
    const quietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/London' };
    await made(administrator.put(`/v1/people/${person.id}/contact-methods`, { methods, quietHours }));
    const inner = await made(administrator.post<Identified>('/v1/teams', { name: 'Inner' }));
    const team = await made(
      administrator.post<Identified>('/v1/teams', {
        name: 'T',
        wardIds: [wardId],
        personIds: [person.id],
        teamIds: [inner.id],
      }),
    );
    const rota = await made(
      administrator.post<Identified>('/v1/rotas', {
        name: 'Nights',
        timeZone: 'Europe/London',
        layers: [
          {
            name: 'Nurses',
            start: '2026-11-16T20:00',
            handoverTimes: ['20:00'],
            every: { count: 1, unit: 'day' },
            personIds: [person.id],
            restrictTo: [{ days: ['mon', 'tue'], from: '20:00', until: '08:00' }],
          },
        ],
      }),
    );
    await made(
      administrator.post(`/v1/rotas/${rota.id}/overrides`, { from: later(1), until: later(2), personId: person.id }),
    );
    const policy = await made(
      administrator.post<Identified>('/v1/escalation-policies', {
        name: 'Nights',
        wardId,
        tiers: ['high'],
        hours: { from: '20:00', until: '08:00', timeZone: 'Europe/London' },
        steps: [{ notify: [{ rotaId: rota.id }, { teamId: team.id }], waitMinutes: 5 }],
        fallback: { role: 'administrator' },
      }),
    );
    await made(administrator.put('/v1/organisations/QE1', { name: 'A system', kind: 'system', parent: null }));
    await made(administrator.put('/v1/organisations/RX1', { name: 'A trust', kind: 'provider', parent: 'QE1' }));
    const source = { source: 'A plan, page 3' };
    await made(
      administrator.put('/v1/capacity/targets', {
        items: [{ series: 'Beds', date: '2027-03-31', beds: 40, ...source }],
      }),
    );
    await made(
      administrator.put('/v1/capacity/claims', {
        items: [{ pathway: 'frailty', bedDaysPerStay: 2.5, comparison: null, ...source }],
      }),
    );
    return {
      '/api/v1/patients/{id}/plan': plan,
      '/api/v1/patients/{id}/flags': `/v1/patients/${patientId}/flags`,
      '/api/v1/patients/{id}/demographics': `/v1/patients/${patientId}/demographics`,
      '/api/v1/wards/{id}': `/v1/wards/${wardId}`,
      '/api/v1/people/{id}': `/v1/people/${person.id}`,
      '/api/v1/teams/{id}': `/v1/teams/${team.id}`,
      '/api/v1/rotas/{id}': `/v1/rotas/${rota.id}`,
      '/api/v1/escalation-policies/{id}': `/v1/escalation-policies/${policy.id}`,
      '/api/v1/organisations/{odsCode}': '/v1/organisations/RX1',
      '/api/v1/capacity/targets': '/v1/capacity/targets',
      '/api/v1/capacity/claims': '/v1/capacity/claims',
    };
  }

  const bodyOf = (path: string): Body => {
    const { $ref } = documented[path]?.put?.requestBody?.content['application/json'].schema ?? {};
    return schemas[$ref?.slice('#/components/schemas/'.length) ?? ''] ?? {};
  };
  /** What a change has to say beside what was read: why it is made. */
  const beside = (path: string): Json => {
    const { required = [], properties = {} } = bodyOf(path);
    const names = required.filter((name) => properties[name]?.writeOnly === true);
    return Object.fromEntries(names.map((name) => [name, 'Read and put back']));
  };
  /** As the first who may change it is answered. */
  async function putBy<Answered>(
    resource: string,
    change: (read: Json) => Json,
    headers: (tag: string | null) => Record<string, string> = () => ({}),
  ): Promise<Answer<Answered> & { readonly before: Json; readonly after: Json }> {
    for (const caller of callers) {
      const read = await caller.get<Json>(resource);
      if (read.status !== 200) continue;
      const answer = await caller.put<Answered>(resource, change(read.body), headers(read.headers.get('etag')));
      if (answer.status !== 403) {
        const { body: after } = await caller.get<Json>(resource);
        return { ...answer, before: read.body, after };
      }
    }
    throw new Error(`No role may read and change ${resource}.`);
  }
  const resourceOf = (path: string): string => {
    const resource = resources[path];
    if (resource === undefined) throw new Error(`Expected a resource of ${path}, found none.`);
    return resource;
  };

  it.each([
    ['without a header', () => ({})],
    ['with its entity tag', (tag: string | null) => (tag === null ? {} : { 'If-Match': tag })],
  ] as const)('takes back %s, whatever the resource is, and leaves it as it was', async (_how, headers) => {
    const both = Object.keys(documented).filter(
      (path) => documented[path]?.get !== undefined && documented[path].put !== undefined,
    );
    const pairs = both.filter((path) => !(path in notTheSame));
    expect(both).toEqual(expect.arrayContaining(Object.keys(notTheSame)));
    expect(pairs.toSorted()).toEqual(Object.keys(resources).toSorted());
    const refused: unknown[] = [];
    for (const path of pairs) {
      const extra = beside(path);
      const { status, body, before, after } = await putBy<Json>(
        resourceOf(path),
        (read) => ({ ...read, ...extra }),
        headers,
      );
      if (status < 200 || status > 299) refused.push([path, status, body]);
      expect([path, lasting(after)]).toEqual([path, lasting(before)]);
    }
    expect(refused).toEqual([]);
  });

  it('is described with: what only the service sets is readOnly, and may be refused', () => {
    const undescribed = Object.keys(resources).filter((path) => {
      const isMarked = Object.values(bodyOf(path).properties ?? {}).some(({ readOnly }) => readOnly === true);
      const canDiffer = documented[path]?.put?.responses['422']?.description.includes('`read-only-member`') === true;
      // Of these only the revision is not part of the change, and that is compared as If-Match is.
      return !isMarked || canDiffer === path.startsWith('/api/v1/capacity/');
    });
    expect(undescribed).toEqual([]);
  });

  it.each<[path: string, member: string, change: (read: Json) => Json]>([
    ['/api/v1/organisations/{odsCode}', 'odsCode', () => ({ odsCode: 'RX2' })],
    ['/api/v1/teams/{id}', 'id', () => ({ id: randomUUID() })],
    ['/api/v1/rotas/{id}', 'overrides', () => ({ overrides: [] })],
    ['/api/v1/wards/{id}', 'beds', () => ({ beds: 40 })],
    ['/api/v1/wards/{id}', 'createdAt', () => ({ createdAt: '2020-01-01T00:00:00.000Z' })],
    ['/api/v1/people/{id}', 'contactMethods', () => ({ contactMethods: [] })],
    ['/api/v1/escalation-policies/{id}', 'version', () => ({ version: 7 })],
    ['/api/v1/escalation-policies/{id}', 'changedBy', () => ({ changedBy: { id: 'x', name: 'Another' } })],
    ['/api/v1/patients/{id}/demographics', 'patientId', () => ({ patientId: randomUUID() })],
    ['/api/v1/patients/{id}/flags', 'changed', () => ({ changed: null })],
    ['/api/v1/patients/{id}/plan', 'escalation', () => ({ escalation: { alertAtMost: 'high', instruction: null } })],
    ['/api/v1/patients/{id}/plan', 'pauses', () => ({ pauses: [] })],
    ['/api/v1/patients/{id}/plan', 'pathway', () => ({ pathway: 3 })],
    ['/api/v1/patients/{id}/plan', 'ruleSet', ({ ruleSet }) => ({ ruleSet: { ...(ruleSet as Json), name: 'x' } })],
    [
      '/api/v1/patients/{id}/plan',
      'ceilingOfCare.decidedBy',
      ({ ceilingOfCare }) => ({
        ceilingOfCare: { ...(ceilingOfCare as Json), decidedBy: { id: 'x', name: 'Another' } },
      }),
    ],
    [
      '/api/v1/patients/{id}/plan',
      'thresholds.1.decidedAt',
      ({ thresholds }) => {
        const [first, second] = thresholds as readonly Json[];
        return { thresholds: [first, { ...second, decidedAt: '2020-01-01T00:00:00.000Z' }] };
      },
    ],
  ])('of %s refuses with %s changed, by its path, and changes nothing', async (path, member, change) => {
    const { status, body, before, after } = await putBy<Problem>(resourceOf(path), (read) => ({
      ...read,
      ...beside(path),
      ...change(read),
    }));
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'read-only-member' });
    expect(body.errors).toEqual([{ path: member, message: expect.stringMatching(/^found .+, expected .+/u) }]);
    expect(after).toEqual(before);
  });

  it.each<[path: string, member: string, change: (read: Json) => Json]>([
    ['/api/v1/organisations/{odsCode}', 'parents', () => ({ parents: 'QE1' })],
    ['/api/v1/rotas/{id}', 'overrides.0.note', ({ overrides }) => ({ overrides: [{ ...one(overrides), note: 'x' }] })],
    ['/api/v1/rotas/{id}', 'layers.0.persons', ({ layers }) => ({ layers: [{ ...one(layers), persons: [] }] })],
    [
      '/api/v1/escalation-policies/{id}',
      'steps.0.repeats',
      ({ steps }) => ({ steps: [{ ...one(steps), repeats: 2 }] }),
    ],
    [
      '/api/v1/people/{id}',
      'quietHours.until',
      ({ quietHours }) => ({ quietHours: { ...(quietHours as Json), until: '06:00' } }),
    ],
    [
      '/api/v1/patients/{id}/plan',
      'thresholds.0.decided',
      ({ thresholds }) => ({ thresholds: [{ ...one(thresholds), decided: 'x' }] }),
    ],
    ['/api/v1/capacity/targets', 'items.0.date_', ({ items }) => ({ items: [{ ...one(items), date_: '2027-03-31' }] })],
  ])('of %s refuses with %s, which there is not, at any depth', async (path, member, change) => {
    const { status, body, before, after } = await putBy<Problem>(resourceOf(path), (read) => ({
      ...read,
      ...beside(path),
      ...change(read),
    }));
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid-request' });
    expect(body.errors?.map((fault) => fault.path)).toEqual([member]);
    expect(after).toEqual(before);
  });

  /** The first of a list that was read. */
  const one = (list: unknown): Json => (list as readonly Json[])[0] ?? {};

  describe('with its revision', () => {
    const team = '/api/v1/teams/{id}';
    const renamed = (name: string) => (read: Json) => ({ ...read, name });

    it('is a change of that revision where If-Match is left out: a later one answers what has changed meanwhile', async () => {
      const administrator = await clinician.as('administrator');
      const { body: read } = await administrator.get<Json>(resourceOf(team));
      expect((await administrator.put(resourceOf(team), { ...read, name: 'By another' })).status).toBe(200);
      const late = await administrator.put<Problem>(resourceOf(team), { ...read, name: 'By one who read it before' });
      expect(late).toMatchObject({
        status: 412,
        body: { code: 'changed-meanwhile', currentRevision: Number(read['revision']) + 1 },
      });
      expect((await administrator.get<Json>(resourceOf(team))).body['name']).toBe('By another');
    });

    it('goes by If-Match alone where that is there', async () => {
      const older = (read: Json) => ({ ...renamed('By its tag')(read), revision: 1 });
      const { status, after } = await putBy(resourceOf(team), older, (tag) => ({ 'If-Match': tag ?? '' }));
      expect([status, after['name']]).toEqual([200, 'By its tag']);
      const any = await putBy(resourceOf(team), older, () => ({ 'If-Match': '*' }));
      expect(any.status).toBe(200);
      const stale = await putBy<Problem>(
        resourceOf(team),
        (read) => read,
        () => ({ 'If-Match': '"1"' }),
      );
      expect([stale.status, stale.body.code]).toEqual([412, 'changed-meanwhile']);
    });

    it('has to be a number', async () => {
      for (const path of [team, '/api/v1/patients/{id}/plan']) {
        const { status, body } = await putBy<Problem>(resourceOf(path), (read) => ({ ...read, revision: '3' }));
        expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid-request', 'revision']);
      }
    });

    it('says that it has changed meanwhile before it says what only the service sets', async () => {
      const { status, body } = await putBy<Problem>(
        resourceOf('/api/v1/escalation-policies/{id}'),
        (read) => ({ ...read, version: 1, changedAt: '2020-01-01T00:00:00.000Z' }),
        () => ({ 'If-Match': '"1"' }),
      );
      expect([status, body.code]).toEqual([412, 'changed-meanwhile']);
    });
  });

  it('without a revision takes once under an idempotency key, and answers a repeat as the first time', async () => {
    const administrator = await clinician.as('administrator');
    const policy = resourceOf('/api/v1/escalation-policies/{id}');
    const { body: read } = await administrator.get<Json>(policy);
    const { revision: _revision, ...sent }: Json = { ...read, name: 'Renamed once' };
    clinician.clock.advance(60_000);
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await administrator.put<Json>(policy, sent, key);
    expect(first.status).toBe(200);
    expect(first.body['changedAt']).not.toBe(read['changedAt']);
    expect(await administrator.put<Json>(policy, sent, key)).toMatchObject({ status: 200, body: first.body });
    const other = await administrator.put<Problem>(policy, { ...sent, name: 'Renamed twice' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    const withoutKey = await administrator.put<Problem>(policy, sent);
    expect([withoutKey.status, withoutKey.body.code]).toEqual([422, 'read-only-member']);
  });

  it('of a rota takes back although the gaps of the next 7 days are others by then', async () => {
    const administrator = await clinician.as('administrator');
    const rota = resourceOf('/api/v1/rotas/{id}');
    const { body: read } = await administrator.get<Json>(rota);
    clinician.clock.advance(60_000);
    const { status, body } = await administrator.put<Json>(rota, { ...read, name: 'Renamed' });
    expect([status, body['name']]).toEqual([200, 'Renamed']);
    expect(body['gaps']).not.toEqual(read['gaps']);
  });

  it('of a plan takes with one part changed: the others stay as they were decided, by whom they were', async () => {
    const nurse = await clinician.as('nurse');
    const path = resourceOf('/api/v1/patients/{id}/plan');
    const { body: read } = await nurse.get<Plan>(path);
    const { status, body } = await nurse.put<Plan>(path, { ...read, latenessHours: 48 });
    expect(status).toBe(200);
    const { revision: _revision, changedAt: _at, ...rest } = read;
    expect(body).toMatchObject({ ...rest, latenessHours: 48 });
    expect(body.ceilingOfCare?.decidedBy.name).toBe('A prescriber');
    const { body: same } = await nurse.put<Plan>(path, body);
    expect(same).toEqual(body);
  });

  it('of a plan takes where no chart is for the patient by age', async () => {
    const nurse = await clinician.as('nurse');
    const path = `/v1/patients/${await registerPatient(nurse, { birthDate: '2015-03-04' })}/plan`;
    const { body: read } = await nurse.get<Plan>(path);
    expect(read.exclusion).toBe('under-16');
    expect(await nurse.put<Plan>(path, read)).toMatchObject({ status: 200, body: read });
  });

  it('of a contact takes, which is read in the list of its patient', async () => {
    const nurse = await clinician.as('nurse');
    const contacts = `/v1/patients/${await registerPatient(nurse)}/contacts`;
    const contact = { kind: 'carer', name: 'Ruth', phone: '01632 960123' };
    await nurse.put(`${contacts}/${randomUUID()}`, contact);
    const [read] = (await nurse.get<Page<Identified>>(contacts)).body.items;
    const path = `${contacts}/${String(read?.id)}`;
    expect(await nurse.put(path, read)).toMatchObject({ status: 200, body: read });
    const other = await nurse.put<Problem>(path, { ...read, id: randomUUID() });
    expect([other.status, other.body.code, other.body.errors?.[0]?.path]).toEqual([422, 'read-only-member', 'id']);
  });

  it('of an organisation takes where it has not been described yet', async () => {
    const operations = await clinician.as('operations');
    const organisation = { odsCode: 'RX9', name: 'Another trust', kind: 'provider', parent: null };
    expect(await operations.put('/v1/organisations/RX9', organisation)).toMatchObject({
      status: 200,
      body: organisation,
    });
  });

  it('of an escalation policy that is retired leaves it retired', async () => {
    const administrator = await clinician.as('administrator');
    const content = {
      wardId: await createWard(administrator),
      name: 'Old',
      steps: [{ notify: [{ role: 'nurse' }], waitMinutes: 5 }],
      fallback: { role: 'administrator' },
    };
    const { id } = await made(administrator.post<Identified>('/v1/escalation-policies', content));
    const retired = await made(administrator.delete<Json>(`/v1/escalation-policies/${id}`));
    expect(retired['retiredAt']).not.toBeNull();
    const { status, body } = await administrator.put<Json>(`/v1/escalation-policies/${id}`, retired);
    expect([status, lasting(body)]).toEqual([200, lasting(retired)]);
  });
});
