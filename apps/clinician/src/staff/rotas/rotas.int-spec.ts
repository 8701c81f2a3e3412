/** Real: HTTP, Postgres. A test's own: the clock, which begins at 2026-11-22T08:00:00Z, a Sunday. */
import {
  instant,
  type NotificationTarget,
  type OnCall,
  type Page,
  type Problem,
  type Rota,
  type RotaGap,
  type RotaOverride,
  type RotaShift,
  type RotaSwap,
  type StaffMember,
  type Team,
  type WardId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import {
  type Answer,
  type Caller,
  createWard,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { CoverService } from '../cover/cover.service.ts';
import { OfferedChannelsService } from '../cover/offered-channels.service.ts';
import type { Recipients } from '../recipients/recipients.ts';
import { RecipientsService } from '../recipients/recipients.service.ts';

let clinician: RunningClinician;
let administrator: Caller;
let nurse: Caller;
let ward: WardId;
let [ann, ben, cas] = ['', '', ''];

beforeAll(async () => {
  clinician = await startClinician();
  administrator = await clinician.as('administrator');
  nurse = await clinician.as('nurse');
  ward = await createWard(administrator);
  [ann, ben, cas] = [await person('Ann'), await person('Ben'), await person('Cas')];
}, 60_000);
afterAll(() => clinician.stop());

async function person(name: string, over: object = {}): Promise<string> {
  const added = await administrator.post<StaffMember>('/v1/people', { name, role: 'nurse', wardIds: [], ...over });
  return added.body.id;
}

const layer = (over: object = {}): object => ({
  name: 'Nurses',
  start: '2026-11-16T08:00',
  handoverTimes: ['08:00', '20:00'],
  every: { count: 1, unit: 'day' },
  personIds: [ann, ben],
  ...over,
});
const nights = (over: object = {}): object => ({
  name: 'Nights',
  timeZone: 'Europe/London',
  layers: [layer()],
  ...over,
});
const setUp = async (rota: object = nights()): Promise<Rota> =>
  (await administrator.post<Rota>('/v1/rotas', rota)).body;
const override = (
  rotaId: string,
  from: string,
  until: string,
  personId: string,
): Promise<Answer<RotaOverride & Problem>> =>
  administrator.post<RotaOverride & Problem>(`/v1/rotas/${rotaId}/overrides`, { from, until, personId });
const onCall = async (rotaId: string, at: string): Promise<readonly string[]> =>
  (await nurse.get<OnCall>(`/v1/rotas/${rotaId}/on-call?at=${at}`)).body.people.map(({ name }) => name);
const shifts = async (rotaId: string, from: string, until: string): Promise<readonly string[]> =>
  (await nurse.get<Page<RotaShift>>(`/v1/rotas/${rotaId}/shifts?from=${from}&until=${until}`)).body.items.map(
    ({ start, end, personName }) => `${personName} ${start.slice(5, 16)} ${end.slice(5, 16)}`,
  );

describe('A rota', () => {
  it('says who has the turn, by shifts and at any time', async () => {
    const created = await administrator.post<Rota>('/v1/rotas', nights());
    expect(created).toMatchObject({ status: 201, body: { name: 'Nights', gaps: [], overrides: [], revision: 1 } });
    const { id } = created.body;
    expect(await shifts(id, '2026-11-22T00:00:00Z', '2026-11-23T08:00:00Z')).toEqual([
      'Ben 11-22T00:00 11-22T08:00',
      'Ann 11-22T08:00 11-22T20:00',
      'Ann 11-22T20:00 11-23T08:00',
    ]);
    expect((await nurse.get<OnCall>(`/v1/rotas/${id}/on-call`)).body).toEqual({
      at: '2026-11-22T08:00:00.000Z',
      people: [{ id: ann, name: 'Ann' }],
      shift: {
        start: '2026-11-22T08:00:00.000Z',
        end: '2026-11-22T20:00:00.000Z',
        personId: ann,
        personName: 'Ann',
        active: true,
        layer: 'Nurses',
        override: null,
      },
    });
  });

  it('takes a start with an offset, and keeps it by the clocks of its zone', async () => {
    const { layers } = await setUp(nights({ layers: [layer({ start: '2026-07-01T07:00:00Z' })] }));
    expect(layers).toMatchObject([{ start: '2026-07-01T08:00' }]);
  });

  it('with a gap is taken, and the gap is named', async () => {
    const byDay = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '08:00', until: '20:00' }];
    const { id, gaps } = await setUp(nights({ layers: [layer({ restrictTo: byDay })] }));
    expect(gaps).toHaveLength(7);
    expect(gaps[0]).toEqual({
      start: '2026-11-22T20:00:00.000Z',
      end: '2026-11-23T08:00:00.000Z',
      reason: 'uncovered',
      personId: null,
    });
    const changed = await administrator.put<Rota>(`/v1/rotas/${id}`, nights(), { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { gaps: [], revision: 2 } });
    expect(await administrator.put(`/v1/rotas/${id}`, nights(), { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'changed-meanwhile', changes: [{ fields: ['layers'] }] },
    });
    const asked = '/gaps?from=2026-11-10T00:00:00Z&until=2026-11-17T00:00:00Z';
    expect((await nurse.get<Page<RotaGap>>(`/v1/rotas/${id}${asked}`)).body.items).toMatchObject([
      { start: '2026-11-10T00:00:00.000Z', end: '2026-11-16T08:00:00.000Z' },
    ]);
  });

  it('has overrides, which can be taken away', async () => {
    const { id } = await setUp();
    const made = await override(id, '2026-11-22T18:00:00Z', '2026-11-22T22:00:00+00:00', cas);
    expect(made).toMatchObject({ status: 201, body: { personId: cas, source: 'hand', revision: 2 } });
    expect(made.headers.get('etag')).toBe('"2"');
    expect(await shifts(id, '2026-11-22T08:00:00Z', '2026-11-23T08:00:00Z')).toEqual([
      'Ann 11-22T08:00 11-22T18:00',
      'Cas 11-22T18:00 11-22T22:00',
      'Ann 11-22T22:00 11-23T08:00',
    ]);
    const path = `/v1/rotas/${id}/overrides/${made.body.id}`;
    expect(await administrator.delete(path, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await administrator.delete(path)).toMatchObject({ status: 200, body: { revision: 3 } });
    expect(await administrator.delete(path)).toMatchObject({ status: 404, body: { code: 'rota-override-not-found' } });
    expect(await onCall(id, '2026-11-22T19:00:00Z')).toEqual(['Ann']);
  });

  it('has two people exchange shifts, both or neither', async () => {
    const { id } = await setUp();
    const swap = (a: string, b: string): Promise<Answer<RotaSwap & Problem>> =>
      administrator.post<RotaSwap & Problem>(`/v1/rotas/${id}/swaps`, { shiftA: { start: a }, shiftB: { start: b } });
    const swapped = await swap('2026-11-22T08:00:00Z', '2026-11-23T08:00:00Z');
    expect(swapped).toMatchObject({
      status: 201,
      body: { overrides: [{ personId: ben }, { personId: ann }], revision: 2 },
    });
    expect(await onCall(id, '2026-11-22T09:00:00Z')).toEqual(['Ben']);
    expect(await onCall(id, '2026-11-23T09:00:00Z')).toEqual(['Ann']);
    expect(await onCall(id, '2026-11-22T21:00:00Z')).toEqual(['Ann']);
    expect(await swap('2026-11-24T08:00:00Z', '2026-11-24T20:00:00Z')).toMatchObject({
      status: 409,
      body: { code: 'swap-refused', errors: [{ path: 'shiftB.start', message: 'both shifts are of the same person' }] },
    });
    expect((await nurse.get<Rota>(`/v1/rotas/${id}`)).body).toMatchObject({ revision: 2 });
  });

  it.each<readonly [claim: string, rota: () => object, path: string, words: string]>([
    ['a time zone that does not exist', () => nights({ timeZone: 'Europe/Lundon' }), 'timeZone', 'Europe/London'],
    ['no layer', () => nights({ layers: [] }), 'layers', 'at least one layer'],
    [
      'a layer without people',
      () => nights({ layers: [layer({ personIds: [] })] }),
      'layers.0.personIds',
      'covers nothing',
    ],
    [
      'a person who does not exist',
      () => nights({ layers: [layer({ personIds: [ann, 'x-1'] })] }),
      'layers.0.personIds.1',
      'there is no person x-1',
    ],
    [
      'handover times out of order',
      () => nights({ layers: [layer({ handoverTimes: ['20:00', '08:00'] })] }),
      'layers.0.handoverTimes',
      'in order',
    ],
    [
      'a handover time that is none',
      () => nights({ layers: [layer(), layer({ handoverTimes: ['8am'] })] }),
      'layers.1.handoverTimes.0',
      'such as 08:00',
    ],
    [
      'a start that is none',
      () => nights({ layers: [layer({ start: '2026-02-30' })] }),
      'layers.0.start',
      '2026-11-23T08:00',
    ],
  ])('is refused with %s, saying where', async (_claim, rota, path, words) => {
    const refused = await administrator.post<Problem>('/v1/rotas', rota());
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ path }] } });
    expect(refused.body.errors?.[0]?.message).toContain(words);
  });

  it.each([
    ['ends without a beginning', 'until=2026-11-25T00:00:00Z'],
    ['ends before it begins', 'from=2026-11-25T00:00:00Z&until=2026-11-24T00:00:00Z'],
    ['is of more than a year', 'from=2026-11-25T00:00:00Z&until=2028-11-24T00:00:00Z'],
  ])('is not looked at for a time that %s', async (_claim, query) => {
    const { id } = await setUp();
    for (const list of ['shifts', 'gaps']) {
      expect(await nurse.get(`/v1/rotas/${id}/${list}?${query}`)).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'until' }] },
      });
    }
  });

  it('has no override of no length, nor of a person who does not exist', async () => {
    const { id } = await setUp();
    expect(await override(id, '2026-11-22T18:00:00Z', '2026-11-22T18:00:00Z', cas)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'until' }] },
    });
    expect(await override(id, '2026-11-22T18:00:00Z', '2026-11-22T19:00:00Z', 'x-1')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'personId' }] },
    });
    expect(await nurse.post('/v1/rotas', nights())).toMatchObject({ status: 403 });
    expect(await nurse.get(`/v1/rotas/${randomUUID()}`)).toMatchObject({
      status: 404,
      body: { code: 'rota-not-found' },
    });
  });
});

describe('A rota as a calendar', () => {
  const calendarOf = async (
    id: string,
    send?: { readonly body: string; readonly type?: string },
  ): Promise<{ readonly status: number; readonly type: string | null; readonly text: string }> => {
    const answer = await fetch(`${clinician.url}/api/v1/rotas/${id}.ics`, {
      headers: {
        authorization: `Bearer ${await clinician.tokenFor('administrator')}`,
        ...(send === undefined ? {} : { 'content-type': send.type ?? 'text/calendar; charset=utf-8' }),
      },
      ...(send === undefined ? {} : { method: 'PUT', body: send.body }),
    });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };
  const calendar = (uid: string, summary: string): string =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'DTSTART;TZID=Europe/London:20261122T200000',
      'DTEND;TZID=Europe/London:20261123T080000',
      `SUMMARY:${summary}`,
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');

  it('has an event for each shift, and changes nothing when it is read again', async () => {
    const { id } = await setUp();
    clinician.clock.advance(90 * 60_000);
    const written = await calendarOf(id);
    expect(written.text).not.toContain('T093000Z-');
    expect(written).toMatchObject({ status: 200, type: 'text/calendar; charset=utf-8' });
    expect(written.text).toContain('DTSTART:20261122T080000Z');
    expect(written.text).toContain('SUMMARY:Ann');
    const month = ['2026-11-22T08:00:00Z', '2026-12-22T08:00:00Z'] as const;
    const before = await shifts(id, ...month);
    expect(await calendarOf(id, { body: written.text })).toMatchObject({ status: 200 });
    expect(await shifts(id, ...month)).toEqual(before);
  });

  it('is taken as overrides, in place of those of the calendar before', async () => {
    const { id } = await setUp();
    await override(id, '2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z', ben);
    const taken = await calendarOf(id, { body: calendar('first', 'Cas') });
    expect(taken.status).toBe(200);
    expect(JSON.parse(taken.text)).toMatchObject({
      revision: 3,
      overrides: [{ source: 'hand' }, { source: 'calendar' }],
    });
    expect(await onCall(id, '2026-11-22T21:00:00Z')).toEqual(['Cas']);
    await calendarOf(id, { body: calendar('second', 'ben') });
    expect(await onCall(id, '2026-11-22T21:00:00Z')).toEqual(['Ben']);
    expect(await onCall(id, '2026-11-22T10:30:00Z')).toEqual(['Ben']);
  });

  it('is refused whole where a person is not known, naming the event', async () => {
    const { id } = await setUp();
    const refused = await calendarOf(id, { body: calendar('night-7', 'A stranger') });
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text)).toMatchObject({
      code: 'calendar-refused',
      errors: [{ path: 'VEVENT night-7', message: expect.stringContaining('“A stranger”') }],
    });
    expect(await calendarOf(id, { body: 'hello' })).toMatchObject({ status: 400 });
    expect(await calendarOf(id, { body: '{}', type: 'application/json' })).toMatchObject({ status: 400 });
    expect((await nurse.get<Rota>(`/v1/rotas/${id}`)).body).toMatchObject({ revision: 1 });
  });
});

describe('The recipients of a notification', () => {
  const resolve = (target: NotificationTarget, at = '2026-11-22T09:00:00Z'): Promise<Recipients> =>
    clinician
      .get(RecipientsService)
      .resolve(clinician.database.pool, target, { at: instant(Date.parse(at)), wardId: ward });
  const names = async (target: NotificationTarget): Promise<readonly string[]> =>
    (await resolve(target)).people.map(({ name }) => name);
  const deactivate = (id: string, name: string): Promise<unknown> =>
    administrator.put(`/v1/people/${id}`, { name, role: 'operations', wardIds: [], active: false });

  it('are a person, who is on call, a team with those within it, or a role on the ward', async () => {
    const other = await createWard(administrator);
    await person('Pat', { role: 'prescriber', wardIds: [ward] });
    await person('Quin', { role: 'prescriber', wardIds: [other] });
    await person('Ray', { role: 'prescriber' });
    const rota = await setUp();
    const within = await administrator.post<Team>('/v1/teams', { name: 'Within', personIds: [ben] });
    const team = { name: 'Team', personIds: [ann, ben], teamIds: [within.body.id] };
    const { id: teamId } = (await administrator.post<Team>('/v1/teams', team)).body;
    expect(await names({ personId: ann })).toEqual(['Ann']);
    expect(await names({ rotaId: rota.id })).toEqual(['Ann']);
    expect(await names({ teamId })).toEqual(['Ann', 'Ben']);
    expect(await names({ role: 'prescriber' })).toEqual(['Pat', 'Ray']);
  });

  it('are none for a reason', async () => {
    const gone = await person('Gone', { role: 'operations' });
    await deactivate(gone, 'Gone');
    const { id: teamId } = (await administrator.post<Team>('/v1/teams', { name: 'Empty' })).body;
    const rota = await setUp(nights({ layers: [layer({ personIds: [gone] })] }));
    expect(rota.gaps[0]).toMatchObject({ reason: 'empty-shift', personId: gone });
    const none = (empty: string) => ({ people: [], empty });
    expect(await resolve({ personId: gone })).toEqual(none('inactive'));
    expect(await resolve({ personId: 'x-1' })).toEqual(none('unknown'));
    expect(await resolve({ rotaId: rota.id })).toEqual(none('inactive'));
    expect(await resolve({ rotaId: rota.id }, '2026-11-01T00:00:00Z')).toEqual(none('gap'));
    expect(await resolve({ teamId })).toEqual(none('empty-team'));
    expect(await resolve({ role: 'operations' })).toEqual(none('no-one-with-role'));
  });

  it('can be looked for before they are named in a policy', async () => {
    const exists = (target: NotificationTarget): Promise<boolean> =>
      clinician.get(RecipientsService).exists(clinician.database.pool, target);
    const { id: rotaId } = await setUp();
    expect(await exists({ personId: ann })).toBe(true);
    expect(await exists({ rotaId })).toBe(true);
    expect(await exists({ role: 'operations' })).toBe(true);
    expect(await exists({ personId: 'x-1' })).toBe(false);
  });
});

it('warns of gaps and of people who cannot be reached within the next 7 days, and measures both', async () => {
  const dan = await person('Dan');
  await administrator.put(`/v1/people/${dan}/contact-methods`, {
    methods: [{ channel: 'sms', address: '+447700900123', order: 1 }],
  });
  const rota = await setUp(
    nights({ name: 'Warned', layers: [layer({ start: '2026-11-22T14:00', personIds: [dan] })] }),
  );
  clinician.get(OfferedChannelsService).offer(['sms']);
  const cover = clinician.get(CoverService);
  const ofRota = async () => {
    const { gaps, unreachable } = await cover.warnings();
    return [gaps, unreachable].map((list) => list.filter(({ rotaId }) => rotaId === rota.id));
  };
  expect(await ofRota()).toMatchObject([[{ start: '2026-11-22T09:30:00.000Z', end: '2026-11-22T14:00:00.000Z' }], []]);
  clinician.get(OfferedChannelsService).offer(['email']);
  expect(await ofRota()).toMatchObject([[{}], [{ person: { name: 'Dan' }, rotaName: 'Warned' }]]);
  await cover.measure();
  const metrics = await clinician.metrics.metrics();
  expect(metrics).toContain(`homeward_rota_gap_seconds{rota="${rota.id}"} 16200`);
  expect(metrics).toMatch(/homeward_unreachable_people [1-9]/);
});
