import { checkReading, inconsistentPressures, type ObservationCode } from '#libs/clinical';
import {
  type EnteredObservations,
  HomewardError,
  instant,
  type MessageId,
  observationId,
  type ObservationSetRecorded,
  observationSetId,
  type PatientId,
  type PersonReference,
} from '#libs/contracts';

/** One reading at fault: where it stands in the request, why, and what was expected. */
export interface ReadingFaultAt {
  readonly path: string;
  readonly fault: string;
  readonly message: string;
}

/** Readings that a person entered cannot be used; nothing of the request was kept, so that it can be put right as a whole. */
export class ReadingsRefusedError extends HomewardError {
  readonly code = 'readings-refused';
  readonly transient = false;
  constructor(readonly faults: readonly ReadingFaultAt[]) {
    super(
      `Some readings cannot be used, and none was kept: ${faults.map(({ path, message }) => `${path}: ${message}`).join(' ')}`,
      { faults: faults.map(({ path, fault }) => ({ path, fault })) },
    );
  }
}

/** A person's clock may be this much ahead of ours. */
const futureToleranceMinutes = 5;
/** Older than this is history, which is not entered here. */
const oldestDays = 7;

export interface Entry {
  readonly patientId: PatientId;
  readonly messageId: MessageId;
  readonly by: PersonReference;
  readonly entered: EnteredObservations;
}

/**
 * Turns what a person typed in into an observation set, by the same checks as a device's.
 *
 * @throws ReadingsRefusedError naming every reading at fault.
 */
export function observationSetOf({ patientId, messageId, by, entered }: Entry, now: Date): ObservationSetRecorded {
  const takenAt = instant(Date.parse(entered.takenAt));
  const faults: ReadingFaultAt[] = [...faultsOfTime(takenAt, now)];
  const seen = new Set<ObservationCode>();
  const origin = `person:${by.id}`;
  const observations = entered.readings.flatMap((reading, index) => {
    const path = `readings.${String(index)}`;
    const checked = checkReading(reading);
    if (!checked.ok) {
      faults.push({ path, fault: checked.fault, message: checked.message });
      return [];
    }
    if (seen.has(checked.code)) {
      faults.push({ path, fault: 'repeated-code', message: `${checked.code} stands twice in one set.` });
      return [];
    }
    seen.add(checked.code);
    const { ok: _ok, ...usable } = checked;
    return [
      {
        id: observationId(origin, messageId, index),
        ...usable,
        ...(reading.qualifiers !== undefined && { qualifiers: reading.qualifiers }),
        takenAt,
        path,
      },
    ];
  });
  for (const { diastolic, message } of inconsistentPressures(observations)) {
    faults.push({ path: diastolic.path, fault: 'inconsistent-pressure', message });
  }
  if (faults.length > 0) throw new ReadingsRefusedError(faults);
  return {
    id: observationSetId(origin, messageId, patientId),
    patientId,
    messageId,
    enteredBy: { id: by.id, name: by.name },
    source: entered.source,
    receivedAt: instant(now),
    observations: observations.map(({ path: _path, ...observation }) => observation),
  };
}

function faultsOfTime(takenAt: string, now: Date): readonly ReadingFaultAt[] {
  const path = 'takenAt';
  if (takenAt > instant(now.getTime() + futureToleranceMinutes * 60_000)) {
    return [
      { path, fault: 'time-in-future', message: `Found ${takenAt}; expected no later than now, ${instant(now)}.` },
    ];
  }
  if (takenAt < instant(now.getTime() - oldestDays * 86_400_000)) {
    const message = `Found ${takenAt}; expected no more than ${String(oldestDays)} days ago.`;
    return [{ path, fault: 'time-too-old', message }];
  }
  return [];
}
