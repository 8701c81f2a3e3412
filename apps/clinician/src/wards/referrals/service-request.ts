import {
  type NewPatient,
  NewPatient as NewPatientSchema,
  type NewReferral,
  NhsNumber,
  type Referral,
  type ReferralState,
  ReferralStep,
  WardId,
} from '#libs/contracts';
import { z } from 'zod';

/** The systems of the codes and identifiers that are read and written. Those of Homeward's own are URNs. */
export const systems = {
  nhsNumber: 'https://fhir.nhs.uk/Id/nhs-number',
  pathway: 'urn:homeward:pathway',
  step: 'urn:homeward:referral-step',
  ward: 'urn:homeward:ward',
} as const;

const text = (most: number) => z.string().trim().min(1).max(most);
const Coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
const CodeableConcept = z.looseObject({ coding: z.array(Coding).max(50).optional(), text: z.string().optional() });
const Identifier = z.looseObject({ system: z.string().optional(), value: z.string().optional() });
const Reference = z.looseObject({
  reference: z.string().optional(),
  identifier: Identifier.optional(),
  display: text(200).optional(),
});

/** A Patient within the request: who is referred, where Homeward may not know them yet. */
const ContainedPatient = z.looseObject({
  resourceType: z.literal('Patient'),
  id: z.string(),
  identifier: z.array(Identifier).max(20).default([]),
  name: z
    .array(
      z.looseObject({
        use: z.string().optional(),
        family: z.string().optional(),
        given: z.array(z.string()).optional(),
      }),
    )
    .max(20)
    .default([]),
  birthDate: z.string().optional(),
});
const OtherResource = z.looseObject({ resourceType: z.string() });

/** As much of a FHIR R4 ServiceRequest as a referral has; what else it holds is not kept. */
export const ServiceRequest = z.looseObject({
  resourceType: z.literal('ServiceRequest'),
  status: z.literal('active', 'expected active: a request in another state is no referral'),
  intent: z.enum([
    'proposal',
    'plan',
    'directive',
    'order',
    'original-order',
    'reflex-order',
    'filler-order',
    'instance-order',
    'option',
  ]),
  doNotPerform: z.literal(false, 'expected false or nothing').optional(),
  contained: z
    .array(z.union([ContainedPatient, OtherResource]))
    .max(20)
    .default([]),
  category: z.array(CodeableConcept).max(20).default([]),
  code: CodeableConcept,
  priority: z.enum(['routine', 'urgent', 'asap', 'stat']).default('routine'),
  subject: Reference,
  requester: Reference.optional(),
  locationReference: z.array(Reference).max(1, 'expected one ward at most').default([]),
  reasonCode: z.array(CodeableConcept).max(20).default([]),
  occurrencePeriod: z.looseObject({ end: z.string().optional() }).optional(),
});
export type ServiceRequest = z.infer<typeof ServiceRequest>;

/** One element of a resource that is not as expected. */
export interface ElementFault {
  readonly path: string;
  readonly message: string;
}

/** A referral as a ServiceRequest asks for it: of a patient by number, with what is needed to register them where it is given. */
export interface RequestedReferral {
  readonly nhsNumber: string;
  readonly birthDate: string | undefined;
  /** Null where the resource does not say enough to register the patient. */
  readonly patient: NewPatient | null;
  readonly referral: Omit<NewReferral, 'patientId'>;
}

export type ReadServiceRequest =
  | { readonly ok: true; readonly request: RequestedReferral }
  | { readonly ok: false; readonly faults: readonly ElementFault[] };

/** Routine where it does not say; `asap` is the next below an emergency. */
const urgencies = { routine: 'routine', urgent: 'urgent', asap: 'urgent', stat: 'emergency' } as const;
const priorities = { routine: 'routine', urgent: 'urgent', emergency: 'stat' } as const;

/** Reads a resource as a referral; where it cannot be one, every element at fault. */
export function readServiceRequest(json: unknown): ReadServiceRequest {
  const parsed = ServiceRequest.safeParse(json);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({ path: pathOf(path), message }));
    return { ok: false, faults };
  }
  const request = parsed.data;
  const faults: ElementFault[] = [];
  const read = <Value>(path: string, schema: z.ZodType<Value>, value: unknown): Value | undefined => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    faults.push(...result.error.issues.map(({ message }) => ({ path, message })));
    return undefined;
  };
  const contained = containedPatientOf(request);
  const identifiers = [request.subject.identifier, ...(contained?.identifier ?? [])].filter(isOf(systems.nhsNumber));
  const [number, ...others] = new Set(identifiers.map((identifier) => identifier?.value));
  if (others.length > 0) faults.push({ path: 'subject', message: 'expected one NHS number, found several' });
  const nhsNumber = read('subject', NhsNumberOfSubject, number);
  const pathway = read('code', PathwayCode, codeOf([request.code], systems.pathway));
  const step = read('category', StepCode, codeOf(request.category, systems.step));
  const reason = read('reasonCode', ReasonText, request.reasonCode.flatMap(wordsOf).join('; '));
  const expectedDischargeDate = read('occurrencePeriod.end', EndOfPeriod, request.occurrencePeriod?.end?.slice(0, 10));
  const wardId = read('locationReference', WardIdentifier, wardOf(request));
  const birthDate = read('contained.birthDate', BirthDate, contained?.birthDate);
  if (faults.length > 0 || !nhsNumber || !pathway || !step || !reason) return { ok: false, faults };
  return {
    ok: true,
    request: {
      nhsNumber,
      birthDate,
      patient: contained === undefined ? null : demographicsOf(contained, nhsNumber),
      referral: {
        pathway,
        step,
        reason,
        urgency: urgencies[request.priority],
        source: sourceOf(request),
        ...(wardId === undefined ? {} : { wardId }),
        ...(expectedDischargeDate === undefined ? {} : { expectedDischargeDate }),
      },
    },
  };
}

const NhsNumberOfSubject = z
  .string(
    `expected an NHS number: an identifier of the system ${systems.nhsNumber}, of the subject or of the contained Patient`,
  )
  .pipe(NhsNumber);
const PathwayCode = z
  .string(`expected the id of a pathway: a coding of the system ${systems.pathway}`)
  .trim()
  .min(1)
  .max(100);
const StepCode = z
  .enum(['step-up', 'step-down'], `expected step-up or step-down: a coding of the system ${systems.step}`)
  .transform((code) => ReferralStep.parse(code.slice('step-'.length)));
const ReasonText = z.string().min(1, 'expected a text or a display that says why').max(1000);
const EndOfPeriod = z.iso.date('expected a date, as in 2026-12-06').optional();
const BirthDate = z.iso.date('expected a whole date, as in 1951-03-04').optional();
const WardIdentifier = WardId.optional();

type Contained = z.infer<typeof ContainedPatient>;

/** The contained Patient that the subject refers to, as `#id`. */
function containedPatientOf({ subject, contained }: ServiceRequest): Contained | undefined {
  const patients = contained.flatMap((resource) => ContainedPatient.safeParse(resource).data ?? []);
  return patients.find(({ id }) => subject.reference === `#${id}`);
}

const isOf =
  (system: string) =>
  (coded: { readonly system?: string | undefined } | undefined): boolean =>
    coded?.system === system;

function codeOf(concepts: readonly z.infer<typeof CodeableConcept>[], system: string): string | undefined {
  return concepts.flatMap(({ coding = [] }) => coding).find(isOf(system))?.code;
}

/** What a concept is called: its own text, or how its first coding is displayed. */
function wordsOf({ text: own, coding = [] }: z.infer<typeof CodeableConcept>): readonly string[] {
  const words = own ?? coding.find(({ display }) => display !== undefined)?.display;
  return words === undefined || words.trim() === '' ? [] : [words.trim()];
}

function wardOf({ locationReference: [ward] }: ServiceRequest): string | undefined {
  if (ward === undefined) return undefined;
  return ward.identifier?.system === systems.ward ? ward.identifier.value : ward.reference?.replace(/^Location\//, '');
}

/** Who asks: as displayed, or by the identifier. */
function sourceOf({ requester }: ServiceRequest): string {
  return requester?.display ?? requester?.identifier?.value?.slice(0, 200) ?? 'FHIR';
}

/** The official name where there is one; null where the name or the birth date is missing. */
function demographicsOf({ name, birthDate }: Contained, nhsNumber: string): NewPatient | null {
  const { family, given = [] } = name.find(({ use }) => use === 'official') ?? name.at(0) ?? {};
  const demographics = { nhsNumber, familyName: family, givenName: given.join(' '), birthDate };
  return NewPatientSchema.safeParse(demographics).data ?? null;
}

const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** `admitted` is what was asked for: the rest of the care is the stay's. */
const statuses: Readonly<Record<ReferralState, 'active' | 'completed' | 'revoked'>> = {
  received: 'active',
  triaged: 'active',
  waiting: 'active',
  reserved: 'active',
  admitted: 'completed',
  declined: 'revoked',
  withdrawn: 'revoked',
};

/** The referral as a FHIR R4 ServiceRequest. */
export function serviceRequestOf(referral: Referral): object {
  const { id, revision, pathway, step, urgency, reason, source, wardId, expectedDischargeDate } = referral;
  return {
    resourceType: 'ServiceRequest',
    id,
    meta: { versionId: String(revision) },
    status: statuses[referral.state],
    intent: 'order',
    category: [{ coding: [{ system: systems.step, code: `step-${step}` }] }],
    code: { coding: [{ system: systems.pathway, code: pathway }] },
    priority: priorities[urgency],
    subject: {
      identifier: { system: systems.nhsNumber, value: referral.nhsNumber },
      display: referral.patientName,
    },
    authoredOn: referral.receivedAt,
    requester: { display: source },
    reasonCode: [{ text: reason }],
    ...(wardId === null ? {} : { locationReference: [{ identifier: { system: systems.ward, value: wardId } }] }),
    ...(expectedDischargeDate === null ? {} : { occurrencePeriod: { end: expectedDischargeDate } }),
  };
}
