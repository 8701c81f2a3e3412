/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */
import {
  type BedFigures,
  type EligibilityCriterion,
  liveEvents,
  type Page,
  type Patient,
  type PatientId,
  type Problem,
  Referral,
  ReferralHistoryEntry,
  type Stay,
  type WardId,
} from '#libs/contracts';
import { eventually, testNhsNumber } from '#libs/fixtures';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { BedsService } from '../beds/beds.service.ts';

const minute = 60_000;
const pathway = 'frailty';

describe('A referral', () => {
  let clinician: RunningClinician;
  let coordinator: Caller;
  let nurse: Caller;
  let met: Readonly<Record<string, boolean>>;

  beforeAll(async () => {
    clinician = await startClinician();
    [coordinator, nurse] = await Promise.all([clinician.as('coordinator'), clinician.as('nurse')]);
    const { body } = await nurse.get<Page<EligibilityCriterion>>(`/v1/referrals/criteria?pathway=${pathway}`);
    met = Object.fromEntries(body.items.map(({ id }) => [id, true]));
  }, 60_000);
  afterAll(() => clinician.stop());

  type Answered = Answer<Referral & Problem>;
  const ward = (beds: number): Promise<WardId> => createWard(coordinator, beds, 'Frailty at home');
  const newReferral = (over: object = {}) => ({
    pathway,
    source: 'general-practice',
    step: 'up',
    urgency: 'urgent',
    reason: 'Weaker since Monday',
    consent: true,
    criteria: met,
    ...over,
  });
  async function refer(over: object = {}): Promise<Referral> {
    const patientId = await registerPatient(nurse);
    const { status, body } = await nurse.post<Referral>('/v1/referrals', newReferral({ patientId, ...over }));
    expect(status).toBe(201);
    return Referral.parse(body);
  }
  const step = (id: string, name: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answered> =>
    coordinator.post<Referral & Problem>(`/v1/referrals/${id}/${name}`, body, headers);
  const get = async (id: string): Promise<Referral> => (await coordinator.get<Referral>(`/v1/referrals/${id}`)).body;
  const textsOf = async (id: string): Promise<readonly string[]> => {
    const { body } = await nurse.get<Page<ReferralHistoryEntry>>(`/v1/referrals/${id}/history`);
    return body.items.map((entry) => ReferralHistoryEntry.parse(entry).text);
  };
  /** Accepted, a minute apart: in that order. */
  async function accepted(wardId: WardId, ...urgencies: readonly Referral['urgency'][]): Promise<readonly Referral[]> {
    const all: Referral[] = [];
    for (const urgency of urgencies) {
      const { id } = await refer({ wardId, urgency });
      clinician.clock.advance(minute);
      all.push((await step(id, 'accept')).body);
    }
    return all;
  }

  it('goes through triage to a reserved bed, and its history says who, when and why', async () => {
    const wardId = await ward(1);
    const received = await refer({ wardId });
    expect(received).toMatchObject({ state: 'received', patientName: 'Ada Byron', wardName: 'Frailty at home' });
    const before = clinician.clock.now().toISOString();
    clinician.clock.advance(minute);
    const triaged = await step(received.id, 'triage', { note: 'Seen at home', homeAccess: 'Key safe' });
    expect(triaged).toMatchObject({ status: 200, body: { state: 'triaged', homeAccess: 'Key safe', revision: 2 } });
    expect(triaged.headers.get('etag')).toBe('"2"');
    const reserved = await step(received.id, 'accept', {}, { 'if-match': '"2"', 'idempotency-key': 'accept-once' });
    expect(reserved).toMatchObject({ status: 200, body: { state: 'reserved', waitingPosition: null } });
    expect(
      await step(received.id, 'accept', {}, { 'if-match': '"2"', 'idempotency-key': 'accept-once' }),
    ).toMatchObject({
      body: { revision: 3 },
    });
    expect(await textsOf(received.id)).toEqual([
      'Referred to frailty by general-practice, urgent: Weaker since Monday',
      'Triaged: Seen at home',
      'Accepted, with a bed reserved on Frailty at home.',
    ]);
    expect((await nurse.get(`/v1/referrals/${received.id}?asOf=${before}`)).body).toMatchObject({ state: 'received' });
    const stale = await step(received.id, 'withdraw', { reason: 'Better' }, { 'if-match': '"2"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'changed-meanwhile' } });
  });

  it('waits by urgency and then by acceptance, and hears why', async () => {
    const wardId = await ward(1);
    const [first, second, third] = await accepted(wardId, 'routine', 'routine', 'emergency');
    expect([first, second, third].map((one) => [one?.state, one?.waitingPosition, one?.stateReason])).toEqual([
      ['reserved', null, null],
      ['waiting', 1, 'Frailty at home is full: of 1 open bed none is free.'],
      ['waiting', 1, 'Frailty at home is full: of 1 open bed none is free.'],
    ]);
    const listed = async (query: string) =>
      (await nurse.get<Page<Referral>>(`/v1/referrals?wardId=${wardId}${query}`)).body;
    const all = await listed('');
    expect(all.items.map(({ id, waitingPosition }) => [id, waitingPosition])).toEqual([
      [third?.id, 1],
      [second?.id, 2],
      [first?.id, null],
    ]);
    const one = await listed('&state=waiting,reserved&limit=2');
    const rest = await listed(`&state=waiting,reserved&limit=2&cursor=${one.nextCursor ?? ''}`);
    expect([...one.items, ...rest.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
    await step(second?.id ?? '', 'triage', { urgency: 'emergency', note: 'Worse' });
    // As urgent now, and accepted before the other.
    expect(await get(second?.id ?? '')).toMatchObject({ state: 'waiting', waitingPosition: 1 });
  });

  it('gets a bed that has become free in its turn, or before others with a reason', async () => {
    const wardId = await ward(1);
    const [first, second, third] = await accepted(wardId, 'routine', 'urgent', 'routine');
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three were accepted.');
    expect(await step(second.id, 'reserve')).toMatchObject({
      status: 409,
      body: { code: 'ward-full', waitingPosition: 1 },
    });
    expect(await step(first.id, 'release', { reason: 'In hospital again' })).toMatchObject({
      body: { state: 'waiting', waitingPosition: 2, acceptedAt: first.acceptedAt },
    });
    expect(await step(third.id, 'reserve')).toMatchObject({
      status: 409,
      body: { code: 'waiting-list-order', detail: expect.stringContaining('1 free and 2 waiting before it') },
    });
    expect(await step(third.id, 'reserve', { reason: 'Lives alone' })).toMatchObject({
      body: { state: 'reserved', stateReason: 'Lives alone' },
    });
    await step(third.id, 'withdraw', { reason: 'Better' });
    expect(await step(second.id, 'reserve')).toMatchObject({ body: { state: 'reserved', stateReason: null } });
  });

  it('that has a bed reserved for too long waits again where it waited before, and its history says so', async () => {
    const wardId = await ward(1);
    const [first, second] = await accepted(wardId, 'urgent', 'urgent');
    clinician.clock.advance(241 * minute);
    const lapsed = await eventually(async () => {
      const referral = await get(first?.id ?? '');
      return referral.state === 'waiting' ? referral : undefined;
    });
    expect(lapsed).toMatchObject({ waitingPosition: 1, reservedUntil: null, stateReason: 'The reservation lapsed.' });
    expect(await get(second?.id ?? '')).toMatchObject({ waitingPosition: 2 });
    const { body } = await nurse.get<Page<ReferralHistoryEntry>>(`/v1/referrals/${first?.id ?? ''}/history`);
    expect(body.items.at(-1)).toMatchObject({
      by: { id: 'homeward' },
      text: 'The reservation lapsed: it waits again.',
    });
  });

  describe('over two services', () => {
    let beside: RunningClinician;
    beforeAll(async () => {
      beside = await clinician.beside();
    }, 60_000);
    afterAll(() => beside.stop());

    const listed = async (wardId: WardId): Promise<readonly Referral[]> =>
      (await nurse.get<Page<Referral>>(`/v1/referrals?wardId=${wardId}`)).body.items;
    const inState = (referrals: readonly Referral[], state: Referral['state']): readonly Referral[] =>
      referrals.filter((one) => one.state === state);

    it('is one of exactly as many with a bed as are free, and lapses, or is admitted, once', async () => {
      const wardId = await ward(4);
      const there = await beside.as('coordinator');
      const onEither = (index: number): Caller => (index % 2 === 0 ? coordinator : there);
      const received = await Promise.all(Array.from({ length: 12 }, () => refer({ wardId })));
      const answers = await Promise.all(
        received.map(({ id }, index) => onEither(index).post<Referral>(`/v1/referrals/${id}/accept`, {})),
      );
      expect(answers.map(({ status }) => status)).toEqual(received.map(() => 200));
      const before = await listed(wardId);
      const reserved = inState(before, 'reserved');
      expect(reserved).toHaveLength(4);
      expect(before.flatMap(({ waitingPosition }) => waitingPosition ?? [])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      const onWaitingList = await clinician.get(BedsService).waitingList(wardId);
      expect(onWaitingList.map(({ referralId }) => referralId)).toEqual(inState(before, 'waiting').map(({ id }) => id));

      clinician.clock.advance(241 * minute);
      const admissions = await Promise.all(
        reserved.map(({ id: referralId, patientId }, index) =>
          onEither(index).post<Stay>('/v1/stays', { patientId, wardId, pathway, referralId }),
        ),
      );
      const after = await eventually(async () => {
        const all = await listed(wardId);
        return inState(all, 'reserved').length === 0 ? all : undefined;
      });
      const stays = admissions.flatMap(({ status, body }) => (status === 201 ? [body.id] : []));
      expect(inState(after, 'admitted').map(({ stayId }) => stayId)).toEqual(expect.arrayContaining(stays));
      expect(inState(after, 'admitted')).toHaveLength(stays.length);
      expect(inState(after, 'waiting')).toHaveLength(12 - stays.length);
      expect((await nurse.get<BedFigures>(`/v1/wards/${wardId}/capacity`)).body).toMatchObject({
        occupied: stays.length,
        reserved: 0,
        waiting: 12 - stays.length,
      });
      for (const { id } of reserved) {
        const lapses = (await textsOf(id)).filter((text) => text.startsWith('The reservation lapsed'));
        expect(lapses.length).toBeLessThanOrEqual(1);
      }
    });
  });

  describe('is refused', () => {
    it.each([
      ['to a pathway that there is not', { pathway: 'heart-failur' }, 400, 'unknown-pathway', 'expected one of'],
      ['with an answer to no criterion', { criteria: { tall: true } }, 400, 'unknown-criterion', 'plan-known'],
      ['on a date that does not exist', { expectedDischargeDate: '2026-02-30' }, 400, 'invalid-request', 'expected'],
      ['of no patient', { patientId: '3f333df6-90a4-4fda-8dd3-9485d27cee01' }, 404, 'patient-not-found', 'register'],
      ['for no ward', { wardId: '3f333df6-90a4-4fda-8dd3-9485d27cee01' }, 404, 'ward-not-found', 'There is no ward'],
    ])('%s', async (_claim, over, status, code, words) => {
      const patientId = await registerPatient(nurse);
      const answer = await nurse.post<Problem>('/v1/referrals', newReferral({ patientId, ...over }));
      expect(answer).toMatchObject({ status, body: { code } });
      expect(JSON.stringify(answer.body)).toContain(words);
      const { body } = await nurse.get<Page<Referral>>(`/v1/referrals?patientId=${patientId}`);
      expect(body.items).toEqual([]);
    });

    it('where the patient has not agreed, or does not meet every criterion and no reason is given', async () => {
      const wardId = await ward(5);
      const without = await refer({ wardId, consent: false });
      expect(await step(without.id, 'accept')).toMatchObject({ status: 409, body: { code: 'consent-refused' } });
      const unmet = await refer({ wardId, criteria: { ...met, 'plan-known': false } });
      expect(await step(unmet.id, 'accept')).toMatchObject({
        status: 409,
        body: { code: 'criteria-not-met', criteria: ['plan-known'] },
      });
      expect(await step(unmet.id, 'accept', { reason: 'The plan comes tomorrow' })).toMatchObject({
        body: { state: 'reserved', acceptedDespite: { criteria: ['plan-known'], reason: 'The plan comes tomorrow' } },
      });
    });

    it('without a ward, beside another of the patient, and in the wrong state', async () => {
      const wardId = await ward(5);
      const { id, patientId } = await refer();
      expect(await step(id, 'accept')).toMatchObject({ status: 409, body: { code: 'referral-without-ward' } });
      const other = await refer({ patientId, wardId });
      await step(other.id, 'accept');
      expect(await step(id, 'accept', { wardId })).toMatchObject({
        status: 409,
        body: { code: 'another-referral-accepted' },
      });
      await step(id, 'decline', { reason: 'The same as another' });
      expect(await step(id, 'accept', { wardId })).toMatchObject({
        status: 409,
        body: { code: 'referral-state', detail: expect.stringContaining('found it declined, expected received or') },
      });
    });

    it('while the patient is on a ward already, which it names', async () => {
      const wardId = await ward(5);
      const { id, patientId } = await refer({ wardId });
      const stayId = await admit(nurse, { patientId, wardId, pathway });
      expect(await step(id, 'accept')).toMatchObject({
        status: 409,
        body: { code: 'patient-already-admitted', detail: expect.stringContaining(stayId) },
      });
      expect(await get(id)).toMatchObject({ state: 'received', waitingPosition: null });
    });

    it('to those who may not: operations see none, an assistant changes none', async () => {
      const [operations, assistant] = [await clinician.as('operations'), await clinician.as('healthcare-assistant')];
      const { id } = await refer();
      expect(await operations.get(`/v1/referrals/${id}`)).toMatchObject({ status: 403 });
      expect(await assistant.get(`/v1/referrals/${id}`)).toMatchObject({ status: 200 });
      expect(await assistant.post(`/v1/referrals/${id}/decline`, { reason: 'No' })).toMatchObject({ status: 403 });
    });
  });

  it('is sent live to the wards that it is for and was for', async () => {
    const [here, there] = [await ward(1), await ward(1)];
    const { id } = await refer({ wardId: here });
    const response = await nurse.stream(`/v1/live?wardId=${here}`);
    if (response.body === null) throw new Error('The stream has no body.');
    const reader = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    await step(id, 'accept', { wardId: there });
    for (;;) {
      const { value } = await reader.read();
      if (value?.event !== 'referral') continue;
      expect(liveEvents.referral.parse(JSON.parse(value.data))).toMatchObject({ id, wardId: there, state: 'reserved' });
      break;
    }
    await reader.cancel();
  });

  describe('that is admitted', () => {
    const admitBy = (patientId: PatientId, wardId: WardId, referralId: string): Promise<Answer<Stay & Problem>> =>
      nurse.post<Stay & Problem>('/v1/stays', { patientId, wardId, pathway, referralId });

    it('gives the patient the bed reserved for it, on a ward that is full for all others', async () => {
      const wardId = await ward(1);
      const [reserved, waiting] = await accepted(wardId, 'urgent', 'urgent');
      if (reserved === undefined || waiting === undefined) throw new Error('Two were accepted.');
      expect(await admitBy(waiting.patientId, wardId, waiting.id)).toMatchObject({
        status: 409,
        body: { code: 'ward-full', waitingPosition: 1, reserved: 1 },
      });
      expect(await get(waiting.id)).toMatchObject({ state: 'waiting', waitingPosition: 1 });
      const stay = await admitBy(reserved.patientId, wardId, reserved.id);
      expect(stay.status).toBe(201);
      expect(await get(reserved.id)).toMatchObject({ state: 'admitted', stayId: stay.body.id, reservedUntil: null });
    });

    it('is answered by an admission that does not name it, while a bed is reserved for it', async () => {
      const wardId = await ward(1);
      const [reserved] = await accepted(wardId, 'urgent');
      const patientId = reserved?.patientId ?? '';
      const stay = await nurse.post<Stay>('/v1/stays', { patientId, wardId, pathway });
      expect(stay).toMatchObject({ status: 201, body: { referralId: reserved?.id } });
      expect(await get(reserved?.id ?? '')).toMatchObject({ state: 'admitted', stayId: stay.body.id });
    });

    it('by mistake waits again where it waited before', async () => {
      const wardId = await ward(1);
      const [first] = await accepted(wardId, 'urgent', 'urgent');
      if (first === undefined) throw new Error('It was accepted.');
      const stay = await admitBy(first.patientId, wardId, first.id);
      expect(await coordinator.post(`/v1/stays/${stay.body.id}/cancel`, { reason: 'Wrong patient' })).toMatchObject({
        status: 200,
      });
      expect(await get(first.id)).toMatchObject({
        state: 'waiting',
        waitingPosition: 1,
        stayId: null,
        stateReason: 'The admission was cancelled: Wrong patient',
      });
      expect(
        await coordinator.post(`/v1/stays/${stay.body.id}/reinstate`, { reason: 'Right after all' }),
      ).toMatchObject({
        status: 200,
      });
      expect(await get(first.id)).toMatchObject({ state: 'admitted', stayId: stay.body.id });
    });

    it('is of that patient, and accepted', async () => {
      const wardId = await ward(5);
      const { id, patientId } = await refer({ wardId });
      expect(await admitBy(patientId, wardId, id)).toMatchObject({ status: 409, body: { code: 'referral-state' } });
      await step(id, 'accept');
      expect(await admitBy(await registerPatient(nurse), wardId, id)).toMatchObject({
        status: 409,
        body: { code: 'referral-of-another-patient' },
      });
      expect((await nurse.get<Page<Stay>>(`/v1/stays?wardId=${wardId}`)).body.items).toEqual([]);
    });
  });

  describe('by FHIR', () => {
    const nhsNumber = testNhsNumber(7700);
    const identifier = { system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber };
    const contained = {
      resourceType: 'Patient',
      id: 'p',
      identifier: [identifier],
      name: [{ family: 'Fernsby', given: ['Edith'] }],
      birthDate: '1938-09-12',
    };
    const request = (over: object = {}) => ({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      category: [{ coding: [{ system: 'urn:homeward:referral-step', code: 'step-down' }] }],
      code: { coding: [{ system: 'urn:homeward:pathway', code: pathway }] },
      priority: 'asap',
      subject: { reference: '#p' },
      contained: [contained],
      reasonCode: [{ text: 'Home with support' }],
      ...over,
    });
    const send = (body: unknown): Promise<Answer<Record<string, unknown>>> =>
      coordinator.post('/v1/fhir/ServiceRequest', body, { 'content-type': 'application/fhir+json' });

    it('registers a patient who is not known, once, and is shown at its location', async () => {
      const first = await send(request());
      expect(first).toMatchObject({ status: 201, body: { resourceType: 'ServiceRequest', status: 'active' } });
      expect(first.headers.get('content-type')).toContain('application/fhir+json');
      const location = (first.headers.get('location') ?? '').replace(/^\/api/, '');
      expect((await nurse.get(location)).body).toEqual(first.body);
      const second = await send(request({ contained: [], subject: { identifier } }));
      expect(second.status).toBe(201);
      const found = await nurse.post<Page<Patient>>('/v1/patients/search', { nhsNumber });
      expect(found.body.items).toMatchObject([{ givenName: 'Edith', familyName: 'Fernsby' }]);
      const { body } = await nurse.get<Page<Referral>>(`/v1/referrals?patientId=${found.body.items[0]?.id ?? ''}`);
      expect(body.items).toMatchObject([{ urgency: 'urgent', step: 'down' }, { reason: 'Home with support' }]);
    });

    it.each([
      [
        'an unknown patient without demographics',
        { contained: [], subject: { identifier: { ...identifier, value: testNhsNumber(7701) } } },
        400,
        'subject',
      ],
      ['another birth date', { contained: [{ ...contained, birthDate: '1938-09-13' }] }, 409, 'birth date'],
      [
        'a pathway that there is not',
        { code: { coding: [{ system: 'urn:homeward:pathway', code: 'x' }] } },
        400,
        'expected one of',
      ],
      ['no step', { category: [] }, 400, 'ServiceRequest.category'],
    ])('is refused for %s by an OperationOutcome, with nothing half done', async (_claim, over, status, words) => {
      const answer = await send(request({ ...over }));
      expect(answer).toMatchObject({
        status,
        body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] },
      });
      expect(answer.headers.get('content-type')).toContain('application/fhir+json');
      expect(JSON.stringify(answer.body)).toContain(words);
      const searched = await nurse.post<Page<Patient>>('/v1/patients/search', { nhsNumber: testNhsNumber(7701) });
      expect(searched.body.items).toEqual([]);
    });

    it('is refused without the permission by an OperationOutcome, too', async () => {
      const assistant = await clinician.as('healthcare-assistant');
      expect(await assistant.post('/v1/fhir/ServiceRequest', request())).toMatchObject({
        status: 403,
        body: { resourceType: 'OperationOutcome', issue: [{ code: 'forbidden' }] },
      });
    });
  });

  it('says which other records may be of its patient, and what has to be known of them', async () => {
    const [patientId, other] = [
      await registerPatient(nurse, { givenName: 'Zoë', familyName: "O'Hara" }),
      await registerPatient(nurse, { givenName: 'ZOE', familyName: 'Ohara' }),
    ];
    const flags = [{ kind: 'allergy', text: 'penicillin' }];
    await nurse.put(`/v1/patients/${patientId}/flags`, { flags, reason: 'By the letter' });
    expect(await refer({ patientId })).toMatchObject({ flags, possibleDuplicates: [other] });
  });

  it('waits where patients without one have the beds', async () => {
    const wardId = await ward(1);
    await admit(nurse, { patientId: await registerPatient(nurse), wardId, pathway });
    const [waiting] = await accepted(wardId, 'urgent');
    expect(waiting).toMatchObject({ state: 'waiting' });
  });
});
