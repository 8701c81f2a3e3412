import {
  type ChartedObservation,
  type DeviceId,
  type EventId,
  instant,
  type MessageId,
  type Observation,
  type ObservationId,
  type ObservationSource,
  type PatientId,
  type PersonReference,
  stepFrom,
} from '#libs/contracts';
import { type ShortObservation, wholeObservation } from './short-observations.ts';

/** A row of `charted_readings` without its observations. */
export interface ReadingsRow {
  readonly patient_id: PatientId;
  readonly taken_at: Date;
  readonly set_id: EventId;
  readonly received_at: Date;
  readonly message_id: MessageId;
  readonly device_id: DeviceId | null;
  readonly entered_by: PersonReference | null;
  readonly source: ObservationSource;
  readonly released_by: PersonReference | null;
}

/** What `retraction` says of one observation; null where it stands. */
export interface RetractedRow {
  readonly retracted_by: PersonReference | null;
  readonly reason: string | null;
  /** Text where it comes out of JSON. */
  readonly retracted_at: Date | string | null;
}

export const readingsColumns =
  'c.patient_id, c.taken_at, c.set_id, c.received_at, c.message_id, c.device_id, c.entered_by, c.source, c.released_by';
export const retractedColumns = 'r.retracted_by, r.reason, r.retracted_at';

/** The observations of a row, as they were charted. */
export function observationsOf(
  observations: readonly ShortObservation[],
  { taken_at: takenAt }: Pick<ReadingsRow, 'taken_at'>,
): readonly Observation[] {
  const first = observations[0]?.id;
  return observations.map((stored) => {
    // What has no id of its own differs by a step from the first, which has one; and from an id a step leads to an id.
    const id = stored.id ?? (stepFrom(first ?? '', stored.step ?? 0) as ObservationId);
    return wholeObservation(stored, { id, takenAt: instant(takenAt) });
  });
}

/** One observation of a row, as the chart shows it. */
export function charted(row: ReadingsRow, observation: Observation, retracted: RetractedRow): ChartedObservation {
  return {
    ...observation,
    patientId: row.patient_id,
    messageId: row.message_id,
    deviceId: row.device_id,
    source: row.source,
    enteredBy: row.entered_by,
    receivedAt: instant(row.received_at),
    releasedBy: row.released_by,
    retracted: retractedOf(retracted),
  };
}

function retractedOf({ retracted_by: by, reason, retracted_at: at }: RetractedRow): ChartedObservation['retracted'] {
  return by === null || reason === null || at === null ? null : { by, reason, at: instant(new Date(at)) };
}
