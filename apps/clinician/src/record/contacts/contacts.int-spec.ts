/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */

import type { Contact, Page, PatientId, Problem } from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import {
  type Answer,
  type Caller,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const daughter = { kind: 'next-of-kin', name: 'Mary Byron', relationship: 'daughter', phone: '01632 960123' };

describe('The contacts of a patient', () => {
  let clinician: RunningClinician;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  const put = (
    patientId: PatientId,
    contactId: string,
    contact: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<Contact & Problem>> =>
    nurse.put<Contact & Problem>(`/v1/patients/${patientId}/contacts/${contactId}`, contact, headers);
  const remove = (
    patientId: PatientId,
    contactId: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<Contact & Problem>> =>
    nurse.delete<Contact & Problem>(`/v1/patients/${patientId}/contacts/${contactId}`, headers);
  const listed = async (patientId: PatientId, query = ''): Promise<readonly Contact[]> =>
    (await nurse.get<Page<Contact>>(`/v1/patients/${patientId}/contacts${query}`)).body.items;
  const commandsOn = async (contactId: string): Promise<readonly string[]> => {
    const { rows } = await clinician.database.pool.query<{ command: string }>(
      `select command from audit where subject_kind = 'contact' and subject_id = $1 order by id`,
      [contactId],
    );
    return rows.map(({ command }) => command);
  };

  it('are entered, changed and removed, each with an entry in the audit', async () => {
    const patientId = await registerPatient(nurse);
    const id = randomUUID();
    const entered = await put(patientId, id, daughter);
    expect(entered).toMatchObject({ status: 200, body: { ...daughter, id, email: null, revision: 1 } });
    expect(entered.headers.get('etag')).toBe('"1"');
    expect(await put(patientId, id, daughter)).toMatchObject({ body: { revision: 1 } });
    expect(await put(patientId, id, { ...daughter, notes: 'After six' })).toMatchObject({ body: { revision: 2 } });
    expect(await listed(patientId)).toMatchObject([{ id, notes: 'After six', revision: 2 }]);
    expect(await remove(patientId, id)).toMatchObject({ status: 200 });
    expect(await listed(patientId)).toEqual([]);
    expect(await remove(patientId, id)).toMatchObject({ status: 404, body: { code: 'contact-not-found' } });
    expect(await put(patientId, id, daughter)).toMatchObject({ status: 200, body: { revision: 4, notes: null } });
    expect(await commandsOn(id)).toEqual(['change-contact', 'change-contact', 'remove-contact', 'change-contact']);
  });

  it('are listed with those to try first at the top', async () => {
    const patientId = await registerPatient(nurse);
    await put(patientId, randomUUID(), { ...daughter, name: 'Zoe', preferred: true });
    await put(patientId, randomUUID(), { ...daughter, name: 'Ben' });
    await put(patientId, randomUUID(), { kind: 'carer', name: 'Amy', address: '1 High Street' });
    expect((await listed(patientId)).map(({ name }) => name)).toEqual(['Zoe', 'Amy', 'Ben']);
  });

  it('are changed by no person who has not seen the newest revision', async () => {
    const patientId = await registerPatient(nurse);
    const id = randomUUID();
    await put(patientId, id, daughter);
    await put(patientId, id, { ...daughter, phone: '01632 960999' });
    for (const stale of [
      await put(patientId, id, daughter, { 'if-match': '"1"' }),
      await remove(patientId, id, { 'if-match': '"1"' }),
    ]) {
      expect(stale).toMatchObject({
        status: 412,
        body: { code: 'changed-meanwhile', currentRevision: 2, changes: [{ revision: 2, fields: ['phone'] }] },
      });
    }
  });

  it('are of then as of an instant: changed, removed and not yet entered ones', async () => {
    const patientId = await registerPatient(nurse);
    const [id, later] = [randomUUID(), randomUUID()];
    const before = clinician.clock.now().toISOString();
    clinician.clock.advance(60_000);
    await put(patientId, id, daughter);
    const entered = clinician.clock.now().toISOString();
    clinician.clock.advance(60_000);
    await put(patientId, id, { ...daughter, phone: '01632 960999' });
    await remove(patientId, id);
    await put(patientId, later, { ...daughter, name: 'Later' });
    expect(await listed(patientId, `?asOf=${before}`)).toEqual([]);
    expect(await listed(patientId, `?asOf=${entered}`)).toMatchObject([{ id, phone: '01632 960123', revision: 1 }]);
    expect(await listed(patientId)).toMatchObject([{ id: later }]);
  });

  it.each([
    ['without a way to be reached', { kind: 'carer', name: 'Amy' }, 'at least one of phone, email and address'],
    ['with a phone number that is none', { ...daughter, phone: 'ask Mary' }, 'a phone number such as'],
    ['with an email address that is none', { ...daughter, email: 'mary@' }, 'an email address such as'],
  ])('are not kept %s, and it is said why', async (_claim, contact, words) => {
    const { status, body } = await put(await registerPatient(nurse), randomUUID(), contact);
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    expect(body.errors?.[0]?.message).toContain(words);
  });

  it('are reached by their own patient alone, and changed by those who manage patients', async () => {
    const [patientId, other] = [await registerPatient(nurse), await registerPatient(nurse)];
    const id = randomUUID();
    await put(patientId, id, daughter);
    expect(await put(other, id, daughter)).toMatchObject({ status: 404, body: { code: 'contact-not-found' } });
    const assistant = await clinician.as('healthcare-assistant');
    const path = `/v1/patients/${patientId}/contacts`;
    expect(await assistant.get(path)).toMatchObject({ status: 200 });
    expect(await assistant.put(`${path}/${id}`, daughter)).toMatchObject({ status: 403 });
    expect(await (await clinician.as('operations')).get(path)).toMatchObject({ status: 403 });
  });
});
