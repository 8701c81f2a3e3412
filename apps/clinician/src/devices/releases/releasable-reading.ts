import { type CheckedReading, readVouchedFor } from '#libs/clinical';
import {
  derivedId,
  type DeviceId,
  type EventId,
  type Instant,
  instant,
  type ObservationId,
  observationId,
  ObservationMessage,
  type ObservationSetRecorded,
  type PatientId,
  type DeviceHolding,
  type PersonReference,
  type Quarantined,
  type QuarantinedEntry,
  type QuarantineReasonCode,
  Reading,
} from '#libs/contracts';

/** A quarantined message, with what decides about a release. */
export interface QuarantinedWithHoldings {
  readonly event: Quarantined;
  /** When the patient that it names had the device. */
  readonly holdings: readonly DeviceHolding[];
}

/** A reading that may be released, as an observation. */
export interface Releasable {
  readonly ok: true;
  readonly patientId: PatientId;
  readonly reading: CheckedReading;
  readonly takenAt: Instant;
  readonly observationId: ObservationId;
  readonly message: Pick<ObservationSetRecorded, 'messageId' | 'source'>;
  readonly quality: Reading['quality'];
  readonly qualifiers: Reading['qualifiers'];
}

/** Why it may not, as a sentence. */
export interface NotReleasable {
  readonly ok: false;
  readonly why: string;
}

/** What says that a value cannot be, and nothing else; a clinician may know better. */
const aboutTheValue: readonly QuarantineReasonCode[] = ['implausible-value', 'inconsistent-pressure'];
/** A device's clock may be this much ahead of ours. */
const futureToleranceMinutes = 5;
const readingPath = /^readings\.(0|[1-9]\d{0,2})(?=\.|$)/;

/** The readings that may be released, in the order of the payload. */
export function releasableOf(quarantined: QuarantinedWithHoldings): QuarantinedEntry['releasable'] {
  const paths = new Set(quarantined.event.reasons.flatMap(({ path }) => readingPath.exec(path)?.[0] ?? []));
  return [...paths].flatMap((path) => {
    const found = releasableAt(quarantined, path);
    if (!found.ok) return [];
    const { code, value, unit = null } = found.reading;
    return [{ path, code, value, unit }];
  });
}

/** The reading at a path of the payload such as `readings.2`, or why it cannot be released. Never throws. */
export function releasableAt({ event, holdings }: QuarantinedWithHoldings, path: string): Releasable | NotReleasable {
  const { patientId, messageId, reasons } = event;
  if (patientId === undefined) return because('no patient had the device when it came.');
  if (messageId === undefined) return because('its message has no id.');
  const message = messageIn(event);
  if ('why' in message) return message;
  const [whole, index] = readingPath.exec(path) ?? [];
  const sent = message.readings[Number(index ?? Number.NaN)];
  if (sent === undefined || whole !== path) {
    return because(`found no such reading; expected readings.0 to readings.${String(message.readings.length - 1)}.`);
  }
  const about = reasons.filter((reason) => reason.path === path || reason.path.startsWith(`${path}.`));
  const other = [...reasons.filter(isAboutTheMessage), ...about].find(({ code }) => !aboutTheValue.includes(code));
  if (other !== undefined) return because(`it was quarantined for more than its value: ${other.message}`);
  if (about.length === 0) return because('it was not quarantined.');
  const reading = Reading.safeParse(sent);
  const checked = reading.success ? readVouchedFor(reading.data) : undefined;
  if (!reading.success || checked === undefined) return because('it does not have the shape of a reading.');
  if (!checked.ok) return because(checked.message);
  const takenAt = instant(Date.parse(reading.data.takenAt ?? message.takenAt));
  const fault = faultOfTime(takenAt, event.receivedAt, holdings);
  if (fault !== undefined) return fault;
  const { source } = message;
  return {
    ok: true,
    patientId,
    reading: checked,
    takenAt,
    observationId: observationId(event.deviceId, messageId, Number(index)),
    message: { messageId, source },
    quality: reading.data.quality,
    qualifiers: reading.data.qualifiers,
  };
}

/**
 * What goes on the log for a reading that a clinician releases: the observation has the id that the device's message would
 * have given it, so that a second release is the same.
 */
export function releasedSet(
  { event, released, by }: { readonly event: Quarantined; readonly released: Releasable; readonly by: PersonReference },
  now: Date,
): ObservationSetRecorded {
  const { patientId, reading, takenAt, observationId: id, message, quality, qualifiers } = released;
  const { code, value, unit } = reading;
  return {
    // A UUID that was made here needs no second look.
    id: derivedId('released-observation-set', id) as EventId,
    patientId,
    ...message,
    // The patient had it, and only a device whose id has this shape can be issued.
    deviceId: event.deviceId as DeviceId,
    gatewayId: event.gatewayId,
    receivedAt: instant(now),
    observations: [
      {
        id,
        code,
        value,
        ...(unit !== undefined && { unit }),
        takenAt,
        ...(quality !== undefined && { quality }),
        ...(qualifiers !== undefined && { qualifiers }),
      },
    ],
    releasedBy: { id: by.id, name: by.name },
  };
}

/** Of the whole message, and not of one reading. When the message was taken is looked at for each reading instead. */
function isAboutTheMessage({ path }: { readonly path: string }): boolean {
  return !readingPath.test(path) && path !== 'takenAt';
}

function messageIn({ payload, payloadBytes }: Quarantined): ObservationMessage | NotReleasable {
  let body: unknown;
  try {
    body = JSON.parse(payload);
  } catch {
    const keptBytes = new TextEncoder().encode(payload).length;
    return because(
      keptBytes < payloadBytes
        ? `the payload of ${String(payloadBytes)} bytes was cut off after ${String(keptBytes)}; enter the reading by hand.`
        : 'the payload is not JSON.',
    );
  }
  const message = ObservationMessage.safeParse(body);
  return message.success ? message.data : because('the payload does not have the shape of an observation set.');
}

function faultOfTime(
  takenAt: Instant,
  receivedAt: Instant,
  holdings: readonly DeviceHolding[],
): NotReleasable | undefined {
  if (takenAt > instant(Date.parse(receivedAt) + futureToleranceMinutes * 60_000)) {
    return because(`it says that it was taken at ${takenAt}, after it was received, at ${receivedAt}.`);
  }
  if (!holdings.some(({ from, until }) => from <= takenAt && (until === null || takenAt < until))) {
    return because(`the patient did not have the device at ${takenAt}, when it was taken.`);
  }
  return undefined;
}

function because(why: string): NotReleasable {
  return { ok: false, why };
}
