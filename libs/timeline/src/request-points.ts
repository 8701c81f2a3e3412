import { codeInWords, type ObservationCode } from '#libs/clinical';
import type { DeviceId, MeasurementRequest, StayId } from '#libs/contracts';
import { doubtInWords } from './doubt-levels.ts';
import type { Known, KnownReading } from './known-reading.ts';
import { isAnswered, type ReachedRung } from './silence.ts';

/** A time at which a person or a device is asked to measure. */
export interface RequestPoint {
  readonly atMs: number;
  readonly stayId: StayId;
  readonly asks: 'device' | 'patient' | 'clinician';
  readonly codes: readonly ObservationCode[];
  readonly why: MeasurementRequest['why'];
  /** The device that all the readings are of that were poor; null: whichever can measure it. */
  readonly deviceId: DeviceId | null;
  readonly words: string;
  readonly expiresAtMs: number;
  readonly answered: boolean;
}

/** A poor reading that would alert if it were believed is asked for again. */
export function repeatRequest(
  doubtful: readonly KnownReading[],
  { atMs, stayId }: { readonly atMs: number; readonly stayId: StayId },
  finallyKnown: Known,
): RequestPoint {
  const codes = [...new Set(doubtful.map(({ code }) => code))].sort();
  const expiresAtMs = Math.max(...doubtful.map(({ countsFromMs }) => countsFromMs));
  return {
    atMs,
    stayId,
    asks: 'device',
    codes,
    why: 'poor-signal',
    deviceId: deviceOfAll(doubtful),
    words: `The signal was poor: please keep still and measure ${inWords(codes)} again.`,
    expiresAtMs,
    answered: isAnswered({ atMs, codes }, finallyKnown),
  };
}

/** One request for the device, and one, which becomes a task, for a clinician. */
export function doubtRequests(
  doubts: readonly KnownReading[],
  { atMs, stayId }: { readonly atMs: number; readonly stayId: StayId },
  finallyKnown: Known,
): readonly RequestPoint[] {
  // What is known has no order of its own.
  const begun = doubts.toSorted((one, other) => (one.code < other.code ? -1 : 1));
  const codes = begun.map(({ code }) => code);
  const expiresAtMs = Math.max(...begun.map(({ countsFromMs }) => countsFromMs));
  const minutes = Math.round((expiresAtMs - atMs) / 60_000);
  const answered = isAnswered({ atMs, codes }, finallyKnown);
  const request = { atMs, stayId, codes, why: 'implausible', expiresAtMs, answered } as const;
  const found = begun.map((doubt) => `${doubtInWords(doubt)}.`).join(' ');
  const task = `${found} See to the patient within ${String(minutes)} min, or an alert is raised: ring, have it measured again, or release the reading from quarantine.`;
  return [
    {
      ...request,
      asks: 'device',
      deviceId: deviceOfAll(begun),
      words: `A reading could not be true: please measure ${inWords(codes)} again.`,
    },
    { ...request, asks: 'clinician', deviceId: null, words: task, expiresAtMs: atMs + 24 * hourInMs },
  ];
}

/** One device cannot measure again what another one measured. */
function deviceOfAll(readings: readonly KnownReading[]): DeviceId | null {
  const [deviceId = null, ...others] = new Set(readings.map((reading) => reading.deviceId ?? null));
  return others.length === 0 ? deviceId : null;
}

const addressees = { 'ask-device': 'device', 'ask-patient': 'patient', task: 'clinician' } as const;
const hourInMs = 3_600_000;

/** One request for all codes that reach the same rung at the same time; a welfare check is an alert, not a request. */
export function overdueRequests(rungs: readonly ReachedRung[], finallyKnown: Known): readonly RequestPoint[] {
  const requests: RequestPoint[] = [];
  for (const together of Map.groupBy(rungs, ({ rung, atMs, stayId }) => `${rung} ${String(atMs)} ${stayId}`).values()) {
    const [first] = together;
    if (first === undefined || first.rung === 'welfare-check') continue;
    const { atMs, stayId } = first;
    const codes = together.map(({ code }) => code).sort();
    requests.push({
      atMs,
      stayId,
      asks: addressees[first.rung],
      codes,
      why: 'overdue',
      deviceId: null,
      words: overdueInWords(first.rung, codes),
      expiresAtMs: atMs + (first.rung === 'task' ? 24 : 1) * hourInMs,
      answered: isAnswered({ atMs, codes }, finallyKnown),
    });
  }
  return requests;
}

function overdueInWords(rung: ReachedRung['rung'], codes: readonly ObservationCode[]): string {
  if (rung === 'task') return `No reading has come of ${inWords(codes)}: ring the patient, or visit.`;
  return `A reading is due of ${inWords(codes)}: please measure now.`;
}

function inWords(codes: readonly ObservationCode[]): string {
  return codes.map((code) => codeInWords(code)).join(', ');
}
