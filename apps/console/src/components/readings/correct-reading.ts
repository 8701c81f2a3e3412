import { checkReading, consciousnessLevels, type ObservationCode, observationKinds } from '#libs/clinical';
import type { ChartedObservation, EnteredObservations, MessageId } from '#libs/contracts';
import type { z } from 'zod';
import type { FormFault } from '../forms/faults.ts';
import { vitalName } from '../words/vital-words.ts';

export interface CorrectionForm {
  readonly observation: ChartedObservation;
  /** As typed. */
  readonly value: string;
  readonly reason: string;
  readonly messageId: MessageId;
}

/** The reading that takes the place of another: of the same code, taken at the same time. */
export function correctionBody(form: CorrectionForm): z.input<typeof EnteredObservations> {
  const { observation, value, reason, messageId } = form;
  return {
    messageId,
    takenAt: observation.takenAt,
    source: 'clinician',
    corrects: [{ observationId: observation.id, reason: reason.trim() }],
    readings: [readingOf(observation.code, value)],
  };
}

/** What is missing or cannot be; the paths are those of what is sent. */
export function correctionFaults({ observation, value, reason }: CorrectionForm): readonly FormFault[] {
  const { code } = observation;
  const isReading = value.trim() !== '' && checkReading(readingOf(code, value)).ok;
  return [
    ...(isReading ? [] : [{ path: 'readings.0.value', message: `${vitalName(code).name} must be ${expected(code)}` }]),
    ...(reason.trim() === '' ? [{ path: 'corrects.0.reason', message: 'Enter why it is corrected' }] : []),
  ];
}

function readingOf(
  code: ObservationCode,
  typed: string,
): { code: string; value: number | string | boolean; unit?: string } {
  const text = typed.trim();
  const kind = observationKinds[code];
  if (kind.form === 'choice') return { code, value: text.toLocaleUpperCase('en-GB') };
  if (kind.form === 'answer') return { code, value: text };
  if (kind.form === 'oxygen' && text.toLocaleLowerCase('en-GB') === 'air') return { code, value: false };
  return { code, value: text === '' ? Number.NaN : Number(text.replace(',', '.')), unit: kind.unit };
}

/** What a value of a code may be, as the end of "… must be". */
export function expected(code: ObservationCode): string {
  const kind = observationKinds[code];
  if (kind.form === 'answer') return 'a text';
  if (kind.form === 'choice') return `one of ${consciousnessLevels.join(', ')}`;
  const { unit } = vitalName(code);
  const range = `a number from ${String(kind.plausible.least)} to ${String(kind.plausible.most)}${unit === '' ? '' : ` ${unit}`}`;
  return kind.form === 'oxygen' ? `“air”, or ${range}` : range;
}
