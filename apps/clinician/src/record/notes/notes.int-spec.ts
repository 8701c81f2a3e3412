/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */

import {
  type AlertId,
  type Alert,
  liveEvents,
  type Note,
  type Page,
  PatientHistoryEntry,
  type PatientId,
  type Problem,
  type WardId,
} from '#libs/contracts';
import { aSignal, eventually } from '#libs/fixtures';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { randomUUID } from 'node:crypto';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const words = { kind: 'note', text: 'Sounded well on the phone' };

describe('The notes on a patient', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
  }, 60_000);
  afterAll(() => clinician.stop());

  const write = (patientId: PatientId, note: object): Promise<Answer<Note & Problem>> =>
    nurse.post<Note & Problem>(`/v1/patients/${patientId}/notes`, note);
  const retract = (patientId: PatientId, id: string, reason: string): Promise<Answer<Note & Problem>> =>
    nurse.post<Note & Problem>(`/v1/patients/${patientId}/notes/${id}/retract`, { reason });
  const page = async (patientId: PatientId, query = ''): Promise<Page<Note>> =>
    (await nurse.get<Page<Note>>(`/v1/patients/${patientId}/notes${query}`)).body;

  async function liveNotes(wardId: WardId): Promise<{ readonly seen: readonly Note[]; stop(): Promise<void> }> {
    const response = await nurse.stream(`/v1/live?wardId=${wardId}`);
    if (response.body === null) throw new Error('The stream has no body.');
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    const reader = events.getReader();
    const seen: Note[] = [];
    const reading = (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        if (value.event === 'note') seen.push(liveEvents.note.parse(JSON.parse(value.data)));
      }
    })();
    return {
      seen,
      stop: async () => {
        await reader.cancel();
        await reading;
      },
    };
  }

  it('are listed newest first, page by page, with author and time', async () => {
    const patientId = await registerPatient(nurse);
    for (const text of ['First', 'Second', 'Third']) {
      clinician.clock.advance(60_000);
      expect(await write(patientId, { kind: 'note', text })).toMatchObject({ status: 201, body: { text } });
    }
    const first = await page(patientId, '?limit=2');
    expect(first.items.map(({ text }) => text)).toEqual(['Third', 'Second']);
    const second = await page(patientId, `?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect(second).toMatchObject({ items: [{ text: 'First', by: { name: 'A nurse' } }], nextCursor: null });
  });

  it('say who was called and what came of it', async () => {
    const [patientId, other] = [await registerPatient(nurse), await registerPatient(nurse)];
    const contactId = randomUUID();
    const call = { kind: 'call', text: '', call: { contactId, outcome: 'no-answer' } };
    expect(await write(patientId, call)).toMatchObject({ status: 404, body: { code: 'contact-not-found' } });
    const contact = { kind: 'patient', name: 'Ada Byron', phone: '01632 960123' };
    await nurse.put(`/v1/patients/${patientId}/contacts/${contactId}`, contact);
    expect(await write(other, call)).toMatchObject({ status: 404, body: { code: 'contact-not-found' } });
    expect(await write(patientId, call)).toMatchObject({ status: 201, body: { call: call.call } });
    expect(await write(patientId, { kind: 'call', text: '', call: { outcome: 'reached' } })).toMatchObject({
      status: 201,
      body: { call: { contactId: null, outcome: 'reached' } },
    });
  });

  it('are retracted with a reason, and stay to be read', async () => {
    const patientId = await registerPatient(nurse);
    const { body: note } = await write(patientId, words);
    const written = clinician.clock.now().toISOString();
    clinician.clock.advance(60_000);
    const retracted = { by: { name: 'A nurse' }, reason: 'Another patient' };
    expect(await retract(patientId, note.id, 'Another patient')).toMatchObject({ status: 200, body: { retracted } });
    expect(await retract(patientId, note.id, 'Another patient')).toMatchObject({ status: 200 });
    expect(await retract(patientId, note.id, 'Twice')).toMatchObject({
      status: 409,
      body: { code: 'note-already-retracted' },
    });
    expect((await page(patientId)).items).toMatchObject([{ id: note.id, text: words.text, retracted }]);
    expect((await page(patientId, `?asOf=${written}`)).items).toMatchObject([{ id: note.id, retracted: null }]);
    const other = await registerPatient(nurse);
    expect(await retract(other, note.id, 'Not mine')).toMatchObject({ status: 404, body: { code: 'note-not-found' } });
  });

  it('are not there as of an instant before they were written', async () => {
    const patientId = await registerPatient(nurse);
    const before = clinician.clock.now().toISOString();
    clinician.clock.advance(60_000);
    await write(patientId, words);
    expect((await page(patientId, `?asOf=${before}`)).items).toEqual([]);
  });

  it('may be about an alert of the same patient, and of no other', async () => {
    const wardId = await createWard(operations);
    const [patientId, other] = [await registerPatient(nurse), await registerPatient(nurse)];
    const stayId = await admit(nurse, { patientId, wardId });
    const signal = aSignal({ patientId, stayId }, ['low', 'high', clinician.clock.now()]);
    await clinician.publish('signals', [{ key: patientId, event: signal }]);
    const alertId = await eventually(
      async (): Promise<AlertId | undefined> =>
        (await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}`)).body.items[0]?.id,
    );
    expect(await write(patientId, { ...words, alertId })).toMatchObject({ status: 201, body: { alertId } });
    expect(await write(other, { ...words, alertId })).toMatchObject({ status: 404, body: { code: 'alert-not-found' } });
    expect(await write(patientId, { ...words, alertId: randomUUID() })).toMatchObject({ status: 404 });
  });

  it('are seen live by the ward that the patient is on, written and retracted', async () => {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    await admit(nurse, { patientId, wardId });
    const [here, elsewhere] = [await liveNotes(wardId), await liveNotes(await createWard(operations))];
    const { body: note } = await write(patientId, words);
    await retract(patientId, note.id, 'Another patient');
    await eventually(() => here.seen.length === 2);
    expect(here.seen.map(({ id, retracted }) => [id, retracted?.reason])).toContainEqual([note.id, 'Another patient']);
    expect(elsewhere.seen).toEqual([]);
    await Promise.all([here.stop(), elsewhere.stop()]);
  });

  it('are kept with what else was done to the patient, by whom and when', async () => {
    const patientId = await registerPatient(nurse);
    const registered = clinician.clock.now().toISOString();
    clinician.clock.advance(60_000);
    await write(patientId, words);
    await write(patientId, { kind: 'call', text: '', call: { outcome: 'left-message' } });
    const path = `/v1/patients/${patientId}/audit`;
    const history = async (query = ''): Promise<readonly PatientHistoryEntry[]> =>
      (await nurse.get<Page<unknown>>(path + query)).body.items.map((item) => PatientHistoryEntry.parse(item));
    const entries = await history();
    expect(entries.slice(0, 2).map(({ text, by }) => [text, by.name])).toEqual([
      ['A call was recorded: a message was left.', 'A nurse'],
      ['A note was written.', 'A nurse'],
    ]);
    expect(entries.at(-1)).toBeDefined();
    expect(JSON.stringify(entries)).not.toContain(words.text);
    expect(entries.map(({ command }) => command)).toContain('register-patient');
    expect((await history(`?asOf=${registered}`)).map(({ command }) => command)).not.toContain('write-note');
    const { body } = await nurse.get<Page<PatientHistoryEntry>>(`${path}?limit=1`);
    const next = await history(`?limit=1&cursor=${body.nextCursor ?? ''}`);
    expect(next).toEqual(entries.slice(1, 2));
    expect(await operations.get(path)).toMatchObject({ status: 403 });
  });

  it.each([
    ['a note without a text', { kind: 'note', text: ' ' }],
    ['a call without an outcome', { kind: 'call', text: 'Rang' }],
    ['a note with a call', { ...words, call: { outcome: 'reached' } }],
  ])('are not kept where they are %s', async (_claim, note) => {
    const { status, body } = await write(await registerPatient(nurse), note);
    expect([status, body.code]).toEqual([400, 'invalid-request']);
  });
});
