import { z } from 'zod';
import { RotaId, RotaOverrideId } from '../ids.ts';
import { DayWithinReach, Instant, InstantWithOffset } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { TimeZone } from './people.ts';
import { LocalTime, StaffId } from './staff.ts';
import { updateOf } from './update.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const Weekday = z.enum(weekdays);
export type Weekday = z.infer<typeof Weekday>;

/** On these days from one time to another, in the rota's time zone. Where `until` is not after `from`, it is of the next day. */
export const RotaRestriction = z.object({
  days: z
    .array(Weekday)
    .min(1)
    .transform((days) => weekdays.filter((day) => days.includes(day))),
  from: LocalTime,
  until: LocalTime,
});
export type RotaRestriction = z.infer<typeof RotaRestriction>;

/** A day and a time without a zone; a time with an offset and a day alone are taken, and turned into this. */
const LayerStart = z
  .union(
    [z.iso.date(), z.iso.datetime({ local: true, offset: true })],
    'expected a date and a time of the rota’s time zone, such as 2026-11-23T08:00',
  )
  .refine((start) => DayWithinReach.safeParse(start.slice(0, 10)).success, 'expected a day from 1900 to 2199');

/** People who take turns. A later layer takes precedence over the earlier ones. */
export const RotaLayer = z.object({
  name: z.string().trim().min(1).max(200),
  /** When the first shift begins, by the clocks of the rota's time zone: `2026-11-23T08:00`. */
  start: LayerStart,
  /** At which times of day one shift ends and the next begins. */
  handoverTimes: z
    .array(LocalTime)
    .min(1, 'expected at least one handover time')
    .max(24)
    .refine((times) => times.every((time, index) => index === 0 || (times[index - 1] ?? '') < time), {
      error: 'expected handover times in order, earliest first, none of them twice',
    }),
  /** How long a person keeps the turn before the next one has it. */
  every: z.object({ count: z.number().int().min(1).max(365), unit: z.enum(['day', 'week']) }),
  /** Who takes turns, in this order. One may be there more than once. */
  personIds: z.array(StaffId).min(1, 'expected at least one person: a layer without people covers nothing').max(200),
  /** When the layer applies; always where it is left out. Outside of it the layers below show through. */
  restrictTo: z.array(RotaRestriction).min(1, 'expected a restriction, or none at all').max(50).optional(),
});
export type RotaLayer = z.infer<typeof RotaLayer>;

/** The whole rota as it is to be, but for its overrides. */
export const NewRota = z.object({
  name: z.string().trim().min(1).max(200),
  timeZone: TimeZone,
  layers: z.array(RotaLayer).min(1, 'expected at least one layer').max(20),
});
export type NewRota = z.infer<typeof NewRota>;

/** `POST /rotas/{id}/overrides`: the person has the turn from one time until another, whatever the layers say. */
export const NewRotaOverride = z
  .object({ from: InstantWithOffset, until: InstantWithOffset, personId: StaffId })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    path: ['until'],
    message: 'expected a time after from: an override has a length',
  });
export type NewRotaOverride = z.infer<typeof NewRotaOverride>;

export const RotaOverride = z.object({
  id: RotaOverrideId,
  rotaId: RotaId,
  from: Instant,
  until: Instant,
  personId: StaffId,
  /** Entered by hand, made by a swap, or read from a calendar. */
  source: z.enum(['hand', 'swap', 'calendar']),
  /** That the rota has since. */
  revision: z.number().int(),
});
export type RotaOverride = z.infer<typeof RotaOverride>;

/** `POST /rotas/{id}/swaps`: two people exchange shifts. A shift is named by its start, or by any time in it. */
export const NewRotaSwap = z.object({
  shiftA: z.object({ start: InstantWithOffset }),
  shiftB: z.object({ start: InstantWithOffset }),
});
export type NewRotaSwap = z.infer<typeof NewRotaSwap>;

/** The two overrides that a swap is. */
export const RotaSwap = z.object({ overrides: z.array(RotaOverride).length(2), revision: z.number().int() });
export type RotaSwap = z.infer<typeof RotaSwap>;

/** For so long one person has the turn. */
export const RotaShift = z.object({
  start: Instant,
  end: Instant,
  personId: StaffId,
  personName: z.string(),
  /** Whether the person is active. Where not, the shift is empty: no person has the turn. */
  active: z.boolean(),
  /** The name of the layer that it comes from; null for an override. */
  layer: z.string().nullable(),
  /** The override that it comes from; null for a shift of a layer. */
  override: RotaOverrideId.nullable(),
});
export type RotaShift = z.infer<typeof RotaShift>;

/** For so long no person has the turn. */
export const RotaGap = z.object({
  start: Instant,
  end: Instant,
  /** `uncovered`: no layer has a shift there. `empty-shift`: the person whose shift it is is not active. */
  reason: z.enum(['uncovered', 'empty-shift']),
  /** Whose shift it would be. */
  personId: StaffId.nullable(),
});
export type RotaGap = z.infer<typeof RotaGap>;

/** Who has the turn when. */
export const Rota = z.object({
  id: RotaId,
  name: z.string(),
  timeZone: TimeZone,
  layers: z.array(RotaLayer),
  /** Those that are not over. A later one takes precedence. */
  overrides: z.array(RotaOverride.omit({ revision: true })),
  /** In the next 7 days. */
  gaps: z.array(RotaGap),
  /** Rises with every change, of overrides too. */
  revision: z.number().int(),
});
export type Rota = z.infer<typeof Rota>;

/** `PUT /rotas/{id}`. The next 7 days begin at every reading anew, and the gaps in them with them. */
export const RotaUpdate = updateOf({ resource: Rota, change: NewRota, computed: ['gaps'] });

export const OnCallQuery = z.object({ at: InstantWithOffset.optional() });
export type OnCallQuery = z.infer<typeof OnCallQuery>;

/** `GET /rotas/{id}/on-call`. */
export const OnCall = z.object({
  at: Instant,
  /** Empty in a gap, and where the person whose shift it is is not active. */
  people: z.array(PersonReference),
  /** Null where there is none. */
  shift: RotaShift.nullable(),
});
export type OnCall = z.infer<typeof OnCall>;

const longestWindowDays = 400;

/** From one time until another: from now where `from` is left out, and for 7 days where `until` is. */
export const RotaWindow = z.object({ from: InstantWithOffset.optional(), until: InstantWithOffset.optional() }).refine(
  ({ from, until }) => {
    if (until === undefined) return true;
    if (from === undefined) return false;
    const days = (Date.parse(until) - Date.parse(from)) / 86_400_000;
    return days > 0 && days <= longestWindowDays;
  },
  { path: ['until'], message: `expected with a from that it is after, by ${String(longestWindowDays)} days at most` },
);
export type RotaWindow = z.infer<typeof RotaWindow>;
