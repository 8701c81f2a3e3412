import { z } from 'zod';
import { Condition, ConditionKind } from '../events/condition.ts';
import { WardId } from '../ids.ts';
import { Instant, InstantWithOffset } from '../instant.ts';
import { TimeZone } from './people.ts';

const count = z.number().int().min(0);
const dayMs = 24 * 3_600_000;

/** The longest period that the burden is worked out for, in days. */
export const longestBurdenDays = 400;
/** The period where none is asked for, in days. */
export const usualBurdenDays = 28;

/**
 * `GET /alerts/burden`: from this instant on, until just before that one. Left out, `until` is now, and `from` 28 days
 * before `until`.
 */
export const BurdenQuery = z
  .object({
    from: InstantWithOffset.optional(),
    until: InstantWithOffset.optional(),
    /** This ward only. */
    wardId: WardId.optional(),
  })
  .superRefine(({ from, until }, context) => {
    if (from === undefined || until === undefined) return;
    const fault = burdenPeriodFault(Date.parse(from), Date.parse(until));
    if (fault !== undefined) context.addIssue({ code: 'custom', ...fault, path: [...fault.path] });
  });
export type BurdenQuery = z.infer<typeof BurdenQuery>;

/** What is wrong with a period from one time until another; undefined where nothing is. */
export function burdenPeriodFault(
  from: number,
  until: number,
): { readonly path: readonly ['until' | 'from']; readonly message: string } | undefined {
  if (until <= from) return { path: ['until'], message: 'expected a time after "from"' };
  if (until - from <= longestBurdenDays * dayMs) return undefined;
  return { path: ['from'], message: `expected a time within ${String(longestBurdenDays)} days before "until"` };
}

/** In minutes: within the one, half of them; within the other, nine of ten. */
export const Spread = z.object({ median: z.number().min(0), p90: z.number().min(0) });
export type Spread = z.infer<typeof Spread>;

/** What alerts ask of people, of those that were raised in the period: numbers only. */
export const BurdenFigures = z.object({
  /** The time that patients were on the wards, in days of 24 h each. */
  patientDays: z.number().min(0),
  alerts: count,
  /** Null where no patient was there. */
  alertsPerPatientDay: z.number().min(0).nullable(),
  /** Those that are over by now, whatever ended them. */
  ended: count,
  /** Of these, those with an outcome other than `no-action`, `false-alarm`, `withdrawn` and `discharged`. */
  withAction: count,
  /** 0 to 1, of those that are over; null where there are none. */
  shareWithAction: z.number().min(0).max(1).nullable(),
  acknowledged: count,
  /** From when it was raised, or last got worse or lapsed before that, to the first acknowledgement or resolution by a person. */
  minutesToAcknowledge: Spread.nullable(),
  resolved: count,
  /** From when it was raised to the resolution by a person. */
  minutesToResolve: Spread.nullable(),
  /** Those that were once not acknowledged, resolved or snoozed when a response was due; of late ones none is due. */
  breaches: count,
  snoozes: count,
  /** Acknowledgements that nothing followed. */
  lapses: count,
  /** How often the people of a later step than the first were notified. */
  escalations: count,
  /** Those that reached a person or a provider. */
  notifications: count,
  notificationsPerAlert: z.number().min(0).nullable(),
});
export type BurdenFigures = z.infer<typeof BurdenFigures>;

export const BurdenShift = z.enum(['day', 'night']);
export type BurdenShift = z.infer<typeof BurdenShift>;

/**
 * The burden of alerts in a period. An alert belongs to the ward that the patient was on when it was raised, and to the day
 * and the shift in which that was. The wards, the shifts and the days each add up to the total; a rule has the patient-days
 * of all patients.
 */
export const AlertBurden = z.object({
  from: Instant,
  until: Instant,
  /** Null for all wards. */
  wardId: WardId.nullable(),
  asOf: Instant,
  timeZone: TimeZone,
  /** When the day shift begins, and when it ends, by the clocks of the time zone. */
  handoverTimes: z.tuple([z.string(), z.string()]),
  total: BurdenFigures,
  /** By name. */
  byWard: z.array(z.object({ ward: z.object({ id: WardId, name: z.string() }), figures: BurdenFigures })),
  byShift: z.array(z.object({ shift: BurdenShift, figures: BurdenFigures })),
  /** Those with the most alerts first. */
  byRule: z.array(z.object({ condition: Condition, conditionKind: ConditionKind, figures: BurdenFigures })),
  /** By the calendar of the time zone, the oldest first, every day of the period. */
  byDay: z.array(z.object({ day: z.iso.date(), figures: BurdenFigures })),
});
export type AlertBurden = z.infer<typeof AlertBurden>;
