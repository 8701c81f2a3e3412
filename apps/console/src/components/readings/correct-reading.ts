import type { ChartedObservation, EnteredObservations, MessageId } from '#libs/contracts';
import type { z } from 'zod';
import { type FormFault, required } from '../forms/faults.ts';
import { readingFault, readingOf } from './typed-reading.ts';

export interface CorrectionForm {
  readonly observation: ChartedObservation;
  /** As typed. */
  readonly value: string;
  readonly reason: string;
  readonly messageId: MessageId;
}

/** The reading that replaces another: of the same code, taken at the same time. */
export function correctionBody(form: CorrectionForm): z.input<typeof EnteredObservations> {
  const { observation, value, reason, messageId } = form;
  return {
    messageId,
    takenAt: observation.takenAt,
    source: 'clinician',
    corrects: [{ observationId: observation.id, reason: reason.trim() }],
    // It was measured as the wrong one was.
    readings: [
      { ...readingOf(observation.code, value), ...(observation.qualifiers && { qualifiers: observation.qualifiers }) },
    ],
  };
}

/** What is missing or cannot be; the paths are those of what is sent. */
export function correctionFaults({ observation, value, reason }: CorrectionForm): readonly FormFault[] {
  const message = readingFault(observation.code, value);
  return [
    ...(message === undefined ? [] : [{ path: 'readings.0.value', message }]),
    ...required('corrects.0.reason', reason, 'Enter why it is corrected'),
  ];
}
