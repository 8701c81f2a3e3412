import { checkReading, eventValues, type ObservationCode, observationKinds } from '#libs/clinical';
import { vitalName } from '../words/vital-words.ts';

export interface TypedReading {
  readonly code: ObservationCode;
  readonly value: number | string | boolean;
  readonly unit?: string;
}

/** What was typed, as the API takes it; what cannot be read becomes a value that `readingFault` refuses. */
export function readingOf(code: ObservationCode, typed: string): TypedReading {
  const text = typed.trim();
  const kind = observationKinds[code];
  if (code === 'consciousness') return { code, value: text.toLocaleUpperCase('en-GB') };
  if (kind.form === 'choice') return { code, value: text };
  if (kind.form === 'answer' || kind.form === 'event') return { code, value: text };
  if (kind.form === 'oxygen' && text.toLocaleLowerCase('en-GB') === 'air') return { code, value: false };
  // A comma is how some people write a decimal.
  return { code, value: text === '' ? Number.NaN : Number(text.replace(',', '.')), unit: kind.unit };
}

/** Why a reading cannot be, in words for the person who typed it; undefined where it can. */
export function readingFault(code: ObservationCode, typed: string): string | undefined {
  const { name } = vitalName(code);
  const reading = typed.trim() === '' ? undefined : checkReading(readingOf(code, typed));
  if (reading?.ok === true) return undefined;
  // The form gives every unit itself: only what is no flow at all has the wrong one.
  if (reading?.fault === 'wrong-unit') return `${name} must be a flow: 21% oxygen is air`;
  return `${name} must be ${expected(code)}`;
}

/** What a value of a code may be, as the end of "… must be". */
export function expected(code: ObservationCode): string {
  const kind = observationKinds[code];
  if (kind.form === 'answer') return 'a text';
  if (kind.form === 'event') return `one of ${eventValues.join(', ')}`;
  if (kind.form === 'choice') return `one of ${kind.choices.join(', ')}`;
  const { unit } = vitalName(code);
  const range = `a number from ${String(kind.plausible.least)} to ${String(kind.plausible.most)}${unit === '' ? '' : ` ${unit}`}`;
  return kind.form === 'oxygen' ? `“air”, or ${range}` : range;
}
