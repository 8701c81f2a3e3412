import {
  type EventValue,
  isObservationCode,
  observationCodes,
  observationKinds,
  type ObservationCode,
  type ObservationKind,
} from './observation-codes.ts';

/** A reading as a device or a person gives it, before anything is known of it. */
export interface UncheckedReading {
  readonly code: string;
  readonly value: number | string | boolean;
  /** UCUM. */
  readonly unit?: string | undefined;
}

/** A plausible reading in its canonical unit. */
export interface CheckedReading {
  readonly ok: true;
  readonly code: ObservationCode;
  readonly value: number | string | boolean;
  /** Absent for words and yes/no. */
  readonly unit?: string;
}

export type ReadingFault = 'unknown-code' | 'wrong-unit' | 'invalid-value' | 'implausible-value';

/** A reading that cannot be used. */
export interface RefusedReading {
  readonly ok: false;
  readonly fault: ReadingFault;
  /** Of a value that no living person has: on which side of the range it lies. */
  readonly side?: 'below' | 'above';
  /** What was found and what was expected. */
  readonly message: string;
}

/**
 * Checks one reading by itself and brings it to its canonical unit. Never throws, whatever it is given.
 *
 * A number must name its unit: a temperature of 38 could be of either scale. Text that looks like a number is refused,
 * since what made it text is not known. Oxygen is a flow in L/min, or yes or no without a unit; a flow of 0.21 or of 21 is
 * the fraction or the percentage of oxygen in air, and refused.
 *
 * @see docs/clinical-sources.md, "Readings", for units and plausible ranges, which include their ends.
 */
export function checkReading(reading: UncheckedReading): CheckedReading | RefusedReading {
  return read(reading, { plausibleOnly: true });
}

/**
 * Brings a reading that a clinician vouches for to its canonical unit: the same as `checkReading`, but for the
 * plausible range.
 */
export function readVouchedFor(reading: UncheckedReading): CheckedReading | RefusedReading {
  return read(reading, { plausibleOnly: false });
}

/** What some devices send for a person on air: taken for a flow, it would say that oxygen is given. */
const airTakenForFlow: ReadonlyMap<number, string> = new Map([
  [0.21, 'fraction'],
  [21, 'percentage'],
]);

interface HowToRead {
  readonly plausibleOnly: boolean;
}

function read({ code, value, unit }: UncheckedReading, how: HowToRead): CheckedReading | RefusedReading {
  if (!isObservationCode(code)) {
    return refused('unknown-code', `Found the code ${quoted(code)}; expected one of ${observationCodes.join(', ')}.`);
  }
  // Widened from the table's own literal types, so that one switch serves every code.
  const kind: ObservationKind = observationKinds[code];
  switch (kind.form) {
    case 'quantity':
      return checkQuantity({ code, value, unit }, kind, how);
    case 'oxygen': {
      const given = yesOrNo(value);
      return given === undefined ? checkQuantity({ code, value, unit }, kind, how) : checkUnitless(code, given, unit);
    }
    case 'choice':
      if (typeof value !== 'string' || !kind.choices.includes(value)) {
        return refused(
          'invalid-value',
          `Found ${quoted(value)} for ${code}; expected one of ${kind.choices.join(', ')}.`,
        );
      }
      return checkUnitless(code, value, unit);
    case 'answer':
      if (typeof value !== 'string' || value.trim() === '' || value.length > kind.longest) {
        return refused(
          'invalid-value',
          `Found ${quoted(value)} for ${code}; expected a text of 1 to ${String(kind.longest)} characters.`,
        );
      }
      return checkUnitless(code, value, unit);
    case 'event':
      return isNo(value)
        ? refused(
            'invalid-value',
            `Found ${quoted(value)} for ${code}; expected nothing at all of what did not happen.`,
          )
        : { ok: true, code, value: eventValueOf(value) };
    default:
      return unreachable(kind);
  }
}

function checkQuantity(
  { code, value, unit }: UncheckedReading & { readonly code: ObservationCode },
  kind: Extract<ObservationKind, { plausible: unknown }>,
  { plausibleOnly }: HowToRead,
): CheckedReading | RefusedReading {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const expected = kind.form === 'oxygen' ? 'a flow as a number, or yes or no' : 'a number';
    return refused('invalid-value', `Found ${quoted(value)} for ${code}; expected ${expected}.`);
  }
  const ofAir = kind.form === 'oxygen' ? airTakenForFlow.get(value) : undefined;
  if (ofAir !== undefined && unit === kind.unit) {
    return refused(
      'wrong-unit',
      `Found a flow of ${String(value)} ${unit} for ${code}, which is the ${ofAir} of oxygen in air; expected a flow, or no where the person breathes air; a concentration is inspired-oxygen, in %.`,
    );
  }
  const convert = unit === undefined || !Object.hasOwn(kind.converts ?? {}, unit) ? undefined : kind.converts?.[unit];
  if (unit === undefined || (unit !== kind.unit && convert === undefined)) {
    const accepted = [kind.unit, ...Object.keys(kind.converts ?? {})].join(' or ');
    const found = unit === undefined ? 'no unit' : `the unit ${quoted(unit)}`;
    return refused('wrong-unit', `Found ${found} for ${code}; expected ${accepted}.`);
  }
  const inUnit = convert === undefined ? value : convert(value);
  const { least, most } = kind.plausible;
  if (plausibleOnly && (inUnit < least || inUnit > most)) {
    const message = `Found ${String(value)} ${unit} for ${code}; expected ${String(least)} to ${String(most)} ${kind.unit}.`;
    return { ok: false, fault: 'implausible-value', message, side: inUnit < least ? 'below' : 'above' };
  }
  return { ok: true, code, value: inUnit, unit: kind.unit };
}

function checkUnitless(
  code: ObservationCode,
  value: string | boolean,
  unit: string | undefined,
): CheckedReading | RefusedReading {
  if (unit !== undefined) {
    return refused('wrong-unit', `Found the unit ${quoted(unit)} beside ${quoted(value)} for ${code}; expected none.`);
  }
  return { ok: true, code, value };
}

/**
 * Only the word takes an event back: whatever else comes with its code, a call for help is not refused for it. A button that
 * sends yes when it is pressed and no when it is released has not taken anything back.
 */
function eventValueOf(value: UncheckedReading['value']): EventValue {
  return value === 'cancelled' ? 'cancelled' : 'happened';
}

const isNo = (value: UncheckedReading['value']): boolean => value === false || value === 0;

function yesOrNo(value: UncheckedReading['value']): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'yes') return true;
  return value === 'no' ? false : undefined;
}

function refused(fault: ReadingFault, message: string): RefusedReading {
  return { ok: false, fault, message };
}

/** What was found, cut short: a message is for reading, and the whole payload is kept beside it. */
function quoted(value: UncheckedReading['value']): string {
  if (typeof value !== 'string') return String(value);
  return value.length > 60 ? `"${value.slice(0, 60)}…"` : `"${value}"`;
}

function unreachable(kind: never): never {
  throw new TypeError(`A form of observation that is not checked: ${JSON.stringify(kind)}.`);
}
