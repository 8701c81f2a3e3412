import { eventValues, isEventCode, isObservationCode, observationKinds } from '#libs/clinical';
import { z } from 'zod';
import { ObservationSource, ReadingQualifiers, SignalQuality } from '../events/observation.ts';
import { InstantWithOffset } from '../instant.ts';
import { ObservationMessage, Reading } from './message.ts';

/** A member that was left out, as if it had not been sent. */
export interface DroppedMember {
  /** From the reading or message down: `quality.perfusionIndex`. */
  readonly path: string;
  /** What was found, and what was expected. */
  readonly message: string;
}

export type LenientReading =
  | { readonly ok: true; readonly reading: Reading; readonly dropped: readonly DroppedMember[] }
  | { readonly ok: false; readonly error: z.ZodError };

export type LenientMessage =
  | { readonly ok: true; readonly message: ObservationMessage; readonly dropped: readonly DroppedMember[] }
  | { readonly ok: false; readonly error: z.ZodError };

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads one reading so that nothing optional can cost it: an optional member that is null, bad or unknown is dropped. A
 * bad `takenAt` gives way to the message's; a unit beside a word or a yes or no says nothing. Code and value, and the
 * unit that a quantity cannot do without, are as strict as ever.
 */
export function parseReading(sent: unknown): LenientReading {
  if (!isMembers(sent)) return failed(Reading.safeParse(sent));
  const dropped: DroppedMember[] = [];
  const kept: Record<string, unknown> = {};
  if (isEvent(sent)) kept['value'] = true;
  for (const [name, value] of Object.entries(sent)) {
    if (value === undefined) continue;
    const use = useOf(name, value, sent);
    dropped.push(...use.dropped);
    if (use.kept !== undefined) kept[name] = use.kept;
  }
  const parsed = Reading.safeParse(kept);
  return parsed.success ? { ok: true, reading: parsed.data, dropped } : { ok: false, error: parsed.error };
}

/** Reads a whole message likewise; its readings are left as they were sent. */
export function parseObservationMessage(body: unknown): LenientMessage {
  if (!isMembers(body) || body['source'] === undefined || ObservationSource.safeParse(body['source']).success) {
    const parsed = ObservationMessage.safeParse(body);
    return parsed.success ? { ok: true, message: parsed.data, dropped: [] } : { ok: false, error: parsed.error };
  }
  const { source, ...rest } = body;
  const parsed = ObservationMessage.safeParse(rest);
  if (!parsed.success) return { ok: false, error: parsed.error };
  const expected = `one of ${ObservationSource.options.join(', ')}`;
  return { ok: true, message: parsed.data, dropped: [member('source', source, expected)] };
}

interface Use {
  readonly kept?: unknown;
  readonly dropped: readonly DroppedMember[];
}

function useOf(name: string, value: unknown, reading: Members): Use {
  switch (name) {
    case 'code':
      return { kept: value, dropped: [] };
    case 'value':
      return isEvent(reading) ? useOfEventValue(value) : { kept: value, dropped: [] };
    case 'unit':
      return useOfUnit(value, reading);
    case 'takenAt':
      return InstantWithOffset.safeParse(value).success
        ? { kept: value, dropped: [] }
        : { dropped: [member(name, value, 'a date and time with an offset; the time of the message holds')] };
    case 'quality':
      return useOfEach(name, value, SignalQuality.shape);
    case 'qualifiers':
      return useOfEach(name, value, ReadingQualifiers.shape);
    default:
      return { dropped: [member(name, value, 'no such member')] };
  }
}

/** An event happens by being sent: a value that cannot be read says nothing about it. */
function useOfEventValue(value: unknown): Use {
  const isReadable = typeof value === 'boolean' || value === 0 || eventValues.some((one) => one === value);
  return isReadable
    ? { kept: value, dropped: [] }
    : { dropped: [member('value', value, `one of ${eventValues.join(', ')}; the event counts as happened`)] };
}

function isEvent({ code }: Members): boolean {
  return typeof code === 'string' && isEventCode(code);
}

/** A unit is needed by quantities only: there, one that is no text is as good as none. */
function useOfUnit(unit: unknown, { code, value }: Members): Use {
  if (typeof unit === 'string' && !hasNoUnit(code, value)) return { kept: unit, dropped: [] };
  return { dropped: [member('unit', unit, 'text, and none beside a word')] };
}

function hasNoUnit(code: unknown, value: unknown): boolean {
  if (typeof code !== 'string' || !isObservationCode(code)) return false;
  const { form } = observationKinds[code];
  return form === 'choice' || form === 'answer' || form === 'event' || (form === 'oxygen' && typeof value !== 'number');
}

/** Of an object whose members are all optional, those that are good. */
function useOfEach(of: string, given: unknown, shape: Readonly<Record<string, z.ZodType>>): Use {
  if (!isMembers(given)) return { dropped: [member(of, given, 'an object')] };
  const dropped: DroppedMember[] = [];
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const issue = schema?.safeParse(value).error?.issues[0];
    if (schema !== undefined && issue === undefined) kept[name] = value;
    else dropped.push(member(`${of}.${name}`, value, issue?.message ?? 'no such member'));
  }
  return Object.keys(kept).length === 0 ? { dropped } : { kept, dropped };
}

function member(path: string, found: unknown, expected: string): DroppedMember {
  return { path, message: `Found ${inShort(found)}; expected ${expected}. It was left out.` };
}

/** Never all of it: it may be long, deep or a person's own words. */
function inShort(found: unknown): string {
  if (found === null || typeof found === 'number' || typeof found === 'boolean') return String(found);
  if (typeof found === 'string') return found.length > 40 ? `"${found.slice(0, 40)}…"` : `"${found}"`;
  return Array.isArray(found) ? 'a list' : 'an object';
}

function isMembers(given: unknown): given is Members {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function failed(parsed: ReturnType<typeof Reading.safeParse>): LenientReading {
  // Only what is no object comes here, and a reading is one.
  return { ok: false, error: parsed.error ?? new z.ZodError([]) };
}
