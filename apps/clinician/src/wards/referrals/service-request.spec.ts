import { instant, type Referral, WardId } from '#libs/contracts';
import { testNhsNumber } from '#libs/fixtures';
import { operationOutcomeOf } from './operation-outcome.ts';
import { readServiceRequest, serviceRequestOf, systems } from './service-request.ts';

const nhsNumber = testNhsNumber(321);
const wardId = WardId.parse('3f333df6-90a4-4fda-8dd3-9485d27cee03');

/** As a hospital's system sends one: with much that is none of Homeward's. */
const fromHospital = {
  resourceType: 'ServiceRequest',
  id: 'req-4711',
  meta: { profile: ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-ServiceRequest'] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Referral</div>' },
  contained: [
    { resourceType: 'Organization', id: 'org', name: 'A hospital' },
    {
      resourceType: 'Patient',
      id: 'pat',
      identifier: [
        { system: 'https://hospital.example/mrn', value: '77' },
        { system: systems.nhsNumber, value: nhsNumber },
      ],
      name: [
        { use: 'nickname', given: ['Dot'] },
        { use: 'official', family: 'Byron', given: ['Dorothy', 'Ann'], prefix: ['Mrs'] },
      ],
      gender: 'female',
      birthDate: '1941-03-08',
    },
  ],
  identifier: [{ system: 'https://hospital.example/requests', value: '4711' }],
  status: 'active',
  intent: 'order',
  category: [
    { coding: [{ system: 'http://snomed.info/sct', code: '3457005', display: 'Patient referral' }] },
    { coding: [{ system: systems.step, code: 'step-down' }] },
  ],
  priority: 'stat',
  code: { coding: [{ system: systems.pathway, code: 'acute-respiratory' }] },
  subject: { reference: '#pat' },
  occurrencePeriod: { start: '2026-11-28', end: '2026-12-05T12:00:00+00:00' },
  authoredOn: '2026-11-28T09:00:00+00:00',
  requester: { reference: '#org', display: 'Ward 7' },
  locationReference: [{ identifier: { system: systems.ward, value: wardId } }],
  reasonCode: [{ coding: [{ display: 'Pneumonia' }] }, { text: 'Needs oxygen by day only' }],
};
const faultsOf = (over: object): readonly string[] => {
  const read = readServiceRequest({ ...fromHospital, ...over });
  return read.ok ? [] : read.faults.map(({ path, message }) => `${path}: ${message}`);
};

describe('A FHIR ServiceRequest', () => {
  it('is read as a referral, with the patient that it contains', () => {
    expect(readServiceRequest(fromHospital)).toEqual({
      ok: true,
      request: {
        nhsNumber,
        birthDate: '1941-03-08',
        patient: { nhsNumber, givenName: 'Dorothy Ann', familyName: 'Byron', birthDate: '1941-03-08' },
        referral: {
          pathway: 'acute-respiratory',
          step: 'down',
          urgency: 'emergency',
          reason: 'Pneumonia; Needs oxygen by day only',
          source: 'Ward 7',
          wardId,
          expectedDischargeDate: '2026-12-05',
        },
      },
    });
  });

  it.each([
    ['routine', 'routine'],
    ['urgent', 'urgent'],
    ['asap', 'urgent'],
    ['stat', 'emergency'],
    [undefined, 'routine'],
  ])('of priority %s is %s', (priority, urgency) => {
    expect(readServiceRequest({ ...fromHospital, priority })).toMatchObject({ request: { referral: { urgency } } });
  });

  it('may name its patient by the number alone', () => {
    const subject = { identifier: { system: systems.nhsNumber, value: nhsNumber } };
    const read = readServiceRequest({ ...fromHospital, contained: undefined, subject });
    expect(read).toMatchObject({ ok: true, request: { nhsNumber, patient: null } });
  });

  it.each([
    ['another resource', { resourceType: 'Patient' }, ['resourceType: ']],
    ['a draft', { status: 'draft' }, ['status: expected active']],
    ['one for something not to be done', { doNotPerform: true }, ['doNotPerform: ']],
    ['an unknown priority', { priority: 'whenever' }, ['priority: ']],
    ['no number', { subject: { reference: '#other' } }, ['subject: expected an NHS number']],
    [
      'a wrong number',
      { subject: { identifier: { system: systems.nhsNumber, value: '9990000000' } }, contained: [] },
      ['subject: expected ten digits with a valid check digit'],
    ],
    [
      'two numbers',
      { subject: { reference: '#pat', identifier: { system: systems.nhsNumber, value: testNhsNumber(322) } } },
      ['subject: expected one NHS number'],
    ],
    [
      'no pathway and no reason',
      { code: {}, reasonCode: [] },
      ['code: expected the id', 'reasonCode: expected a text'],
    ],
    ['no step', { category: [] }, ['category: expected step-up or step-down']],
    [
      'a date that there is not',
      { occurrencePeriod: { end: '2026-02-30' } },
      ['occurrencePeriod.end: expected a date'],
    ],
    ['a ward that is none', { locationReference: [{ reference: 'Location/7' }] }, ['locationReference: ']],
  ])('is refused as %s, and it is said what was expected', (_claim, over, starts) => {
    const faults = faultsOf(over);
    expect(faults.map((fault, index) => fault.startsWith(starts[index] ?? 'nothing'))).toEqual(starts.map(() => true));
  });

  it('that is no object is refused', () => {
    for (const body of [undefined, null, 7, 'text', []]) expect(readServiceRequest(body).ok).toBe(false);
  });

  it('is written as it is read', () => {
    const read = readServiceRequest(fromHospital);
    if (!read.ok) throw new Error('It was read before.');
    const at = instant(Date.UTC(2026, 10, 28));
    // As much of a referral as is written.
    const referral = {
      ...read.request.referral,
      id: 'r-1',
      nhsNumber,
      patientName: 'Dorothy Ann Byron',
      state: 'waiting',
      receivedAt: at,
      revision: 3,
    } as unknown as Referral;
    expect(serviceRequestOf(referral)).toMatchObject({ status: 'active', authoredOn: at, meta: { versionId: '3' } });
    expect(readServiceRequest(serviceRequestOf(referral))).toMatchObject({
      ok: true,
      request: { nhsNumber, referral: read.request.referral },
    });
  });
});

describe('An OperationOutcome', () => {
  const problem = {
    type: 'urn:x',
    title: 'Bad Request',
    status: 400,
    detail: 'It is not.',
    code: 'service-request-refused',
  };

  it('has an issue for each element at fault, by its path', () => {
    const errors = [
      { path: 'reasonCode.0.text', message: 'expected words' },
      { path: '', message: 'expected JSON' },
    ];
    expect(operationOutcomeOf({ ...problem, errors })).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: 'invalid',
          diagnostics: 'reasonCode.0.text: expected words',
          expression: ['ServiceRequest.reasonCode[0].text'],
        },
        { diagnostics: 'expected JSON' },
      ],
    });
  });

  it.each([
    [403, 'error', 'forbidden'],
    [404, 'error', 'not-found'],
    [409, 'error', 'conflict'],
    [500, 'fatal', 'exception'],
    [503, 'fatal', 'transient'],
  ])('of a %d is %s and %s', (status, severity, code) => {
    expect(operationOutcomeOf({ ...problem, status })).toMatchObject({
      issue: [{ severity, code, details: { text: 'It is not.' } }],
    });
  });
});
