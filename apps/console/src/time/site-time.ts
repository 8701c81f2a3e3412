import { instant, type Instant, type TimeZone } from '#libs/contracts';

const minuteMs = 60_000;
/** No zone changes its offset twice within two days, nor by more than a day. */
const dayMs = 24 * 60 * minuteMs;

/** An instant as a clock on the wall shows it: `2026-11-21T08:30`. */
export function wallMinute(time: number, zone: TimeZone): string {
  const parts = Object.fromEntries(
    wallFormat(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}`;
}

/** Every instant at which a clock on the wall shows this minute: none where clocks are put forward over it, two where back. */
export function instantsOf(minute: string, zone: TimeZone): readonly number[] {
  const asUtc = Date.parse(`${minute}Z`);
  if (Number.isNaN(asUtc)) return [];
  const offsets = [asUtc - dayMs, asUtc + dayMs].map((time) => Date.parse(`${wallMinute(time, zone)}Z`) - time);
  return [...new Set(offsets)]
    .map((offset) => asUtc - offset)
    .filter((time) => wallMinute(time, zone) === minute)
    .toSorted((one, other) => one - other);
}

/** What was typed into a field for a date and a time, as an instant; or why it is none. */
export type TypedTime = { readonly ok: true; readonly at: Instant } | { readonly ok: false; readonly fault: string };

/** One of the instants that a minute which the clock shows twice can mean. */
export interface RepeatedTime {
  readonly typed: string;
  readonly words: string;
}

/**
 * Times as the clocks of the wards show them, whatever zone the computer is set to. Every time that is typed or shown goes
 * through here. The zone is the site's, as `/api/v1/me` says; Europe/London until it has.
 */
export class SiteTime {
  #zone: TimeZone = 'Europe/London';

  get zone(): TimeZone {
    return this.#zone;
  }

  useZone(zone: TimeZone | undefined): void {
    this.#zone = zone ?? 'Europe/London';
  }

  /** As the clocks of the wards show it: `2026-11-21T08:30`. */
  wallMinute(time: number): string {
    return wallMinute(time, this.#zone);
  }

  /** For a field of date and time: `2026-11-21T08:30`, with the offset where the clock shows this minute twice. */
  typedMinute(time: number): string {
    const minute = this.wallMinute(time);
    const repeated = this.repeats(minute);
    const first = instantsOf(minute, this.#zone)[0] ?? time;
    return (time - first < minuteMs ? repeated[0] : repeated[1])?.typed ?? minute;
  }

  /** For a field of a date: `2026-11-21`. */
  typedDate(time: number): string {
    return this.wallMinute(time).slice(0, 10);
  }

  /** What a typed minute can mean where clocks are put back and show it twice, in order of time; empty elsewhere. */
  repeats(typed: string): readonly RepeatedTime[] {
    const minute = typed.slice(0, 16);
    const times = instantsOf(minute, this.#zone);
    if (times.length < 2) return [];
    return times.map((time, index) => ({
      typed: `${minute}${offsetOf(time, minute)}`,
      words: `${index === 0 ? 'The first' : 'The second'} ${minute.slice(11)} (${zoneName(time, this.#zone)})`,
    }));
  }

  /** The instant of a typed minute. A minute that the clock shows twice is the first, unless its offset says the second. */
  readMinute(typed: string): TypedTime {
    const minute = typed.slice(0, 16);
    const times = instantsOf(minute, this.#zone);
    const meant = times.find((time) => offsetOf(time, minute) === typed.slice(16)) ?? times[0];
    if (meant !== undefined) return { ok: true, at: instant(meant) };
    const isTime = /^\d{4}-\d\d-\d\dT/.test(minute) && !Number.isNaN(Date.parse(`${minute}Z`));
    return { ok: false, fault: isTime ? skippedWords(minute) : 'Enter a date and a time' };
  }

  /** The last minute of a day: what holds until a day holds through it. Empty where no day was typed. */
  endOfDay(date: string): Instant | '' {
    const last = instantsOf(`${date}T23:59`, this.#zone).at(-1);
    return last === undefined ? '' : instant(last);
  }
}

export const siteTime = new SiteTime();

function wallFormat(timeZone: TimeZone): Intl.DateTimeFormat {
  const known = wallFormats.get(timeZone);
  if (known !== undefined) return known;
  const two = '2-digit';
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    hourCycle: 'h23',
  });
  wallFormats.set(timeZone, made);
  return made;
}
// To make one takes longer than to use it a thousand times.
const wallFormats = new Map<TimeZone, Intl.DateTimeFormat>();

/** `+01:00`: what to add to UTC for a clock on the wall to show this minute at that time. */
function offsetOf(time: number, minute: string): string {
  const minutes = Math.round((Date.parse(`${minute}Z`) - time) / minuteMs);
  const clock = new Date(Math.abs(minutes) * minuteMs).toISOString().slice(11, 16);
  return `${minutes < 0 ? '-' : '+'}${clock}`;
}

/** `BST`. */
const zoneName = (time: number, timeZone: TimeZone): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

const wholeDate = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

const shortDate = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

/** The day of a minute of a clock on the wall, without its year: `21 Nov`. */
export const dayAndMonth = (minute: string): string => shortDate.format(Date.parse(minute.slice(0, 10)));

const monthOfYear = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' });

/** The month of a day, with its year: `Nov 2026`. Of a month alone as well: `2026-11`. */
export const monthAndYear = (date: string): string => monthOfYear.format(Date.parse(`${date.slice(0, 7)}-01`));

/** A day of a calendar, such as a date of birth, as people write it: `3 March 1948`. */
export const dayWords = (date: string): string => wholeDate.format(Date.parse(date.slice(0, 10)));

/** `01:30 does not exist on 29 March 2026: the clocks go forward over it`. */
const skippedWords = (minute: string): string =>
  `${minute.slice(11)} does not exist on ${dayWords(minute)}: the clocks go forward over it`;
