import { type Tier, tiers } from '#libs/clinical';
import {
  type Condition,
  conditionOf,
  derivedId,
  DeviceId,
  EventId,
  instant,
  type Instant,
  MessageId,
  observationId,
  type ObservationSetRecorded,
  observationSetId,
  type PatientId,
  type Score,
  scoreId,
  type Signal,
  signalId,
  type StayId,
} from '#libs/contracts';
import type { Caller } from './running-clinician.builder.ts';

/** An NHS number for tests: 999, six digits and the check digit; numbers whose check would be 10 are skipped. */
export function* testNhsNumbers(): Generator<string, never> {
  for (let serial = 0; ; serial += 1) {
    const nine = `999${String(serial).padStart(6, '0')}`;
    let sum = 0;
    for (let place = 0; place < 9; place += 1) sum += Number(nine.charAt(place)) * (10 - place);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) yield `${nine}${String(check)}`;
  }
}

const numbers = testNhsNumbers();

export async function aWard(operations: Caller, beds = 10, name = 'Heart at home'): Promise<string> {
  return (await operations.post<{ id: string }>('/v1/wards', { name, beds })).body.id;
}

export async function aPatient(nurse: Caller, over: Record<string, string> = {}): Promise<PatientId> {
  const patient = { nhsNumber: numbers.next().value, givenName: 'Ada', familyName: 'Byron', birthDate: '1951-03-04' };
  return (await nurse.post<{ id: PatientId }>('/v1/patients', { ...patient, ...over })).body.id;
}

export function aStay(nurse: Caller, patientId: string, wardId: string): Promise<StayId> {
  return aStayOn(nurse, { patientId, wardId, pathway: 'acute-respiratory' });
}

export async function aStayOn(
  nurse: Caller,
  stay: { readonly patientId: string; readonly wardId: string; readonly pathway: string },
): Promise<StayId> {
  return (await nurse.post<{ id: StayId }>('/v1/stays', stay)).body.id;
}

/** A pulse and a saturation, taken together by a watch. */
export function aSet(
  patientId: PatientId,
  takenAt: Date,
  { message = `taken ${takenAt.toISOString()}`, pulse = 80 } = {},
): ObservationSetRecorded {
  const deviceId = DeviceId.parse('watch-1');
  const messageId = MessageId.parse(message);
  const at = instant(takenAt);
  return {
    id: observationSetId(deviceId, messageId, patientId),
    patientId,
    messageId,
    deviceId,
    source: 'device',
    receivedAt: at,
    observations: [
      { id: observationId(deviceId, messageId, 0), code: 'pulse-rate', value: pulse, unit: '/min', takenAt: at },
      { id: observationId(deviceId, messageId, 1), code: 'oxygen-saturation', value: 97, unit: '%', takenAt: at },
    ],
  };
}

export function aScore(patientId: PatientId, at: Date, over: Partial<Score> = {}): Score {
  return {
    id: scoreId(patientId, instant(at)),
    revision: 1,
    patientId,
    at: instant(at),
    total: null,
    min: 2,
    max: 5,
    complete: false,
    missing: ['temperature'],
    agedOut: [],
    tier: 'low',
    highestTier: 'medium',
    scale: 1,
    scalePrescription: null,
    components: {
      respirationRate: 2,
      oxygenSaturation: 0,
      supplementalOxygen: 0,
      systolicPressure: 0,
      pulseRate: 0,
      consciousness: 0,
      temperature: null,
    },
    late: false,
    because: 'reading',
    withdrawn: false,
    monitoring: 'every 4–6 h',
    responseWithinMinutes: null,
    ruleSet: 'news2-2017',
    pathway: 'acute-respiratory@1',
    inputs: [],
    causedBy: EventId.parse(derivedId('test-cause', patientId, instant(at))),
    receivedAt: instant(at),
    ...over,
  };
}

/** A total that each tier stands for. */
const totalOf: Readonly<Record<Tier, number>> = { low: 1, 'low-medium': 3, medium: 5, high: 7 };

/** The level of a condition, the score unless told otherwise, went from one tier to another with a reading taken then. */
export function aSignal(
  { patientId, stayId }: { readonly patientId: PatientId; readonly stayId: StayId },
  [from, to, at]: readonly [from: Tier, to: Tier, at: Date],
  over: Partial<Signal> = {},
): Signal {
  const moment: Instant = instant(at);
  const condition: Condition = over.condition ?? conditionOf('score');
  const total = totalOf[to];
  return {
    id: signalId(stayId, condition, moment),
    revision: 1,
    kind: tiers.indexOf(to) > tiers.indexOf(from) ? 'tier-reached' : 'tier-left',
    patientId,
    stayId,
    condition,
    tier: to,
    previousTier: from,
    at: moment,
    because: 'reading',
    late: false,
    reason: `NEWS2 ${String(total)} (${to})`,
    instruction: null,
    respondWithinMinutes: null,
    score:
      condition === conditionOf('score')
        ? aScore(patientId, at, {
            tier: to,
            highestTier: to,
            min: total,
            max: total,
            total,
            complete: true,
            missing: [],
          })
        : null,
    receivedAt: moment,
    ...over,
  };
}
