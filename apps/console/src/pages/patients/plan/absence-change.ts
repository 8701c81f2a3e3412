import { type AbsenceCode, absenceCodes, backShownBy, type EventRule } from '#libs/clinical';
import { alertTiers, type PersonalAbsence, type Plan, type PlanChange } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { dayFaults, type FormFault, required } from '../../../components/forms/faults.ts';
import { siteTime } from '../../../time/site-time.ts';

type AskedAbsence = NonNullable<PlanChange['absences']>[number];
type AskedAlert = NonNullable<AskedAbsence['alert']>;

/** What is to follow from one sensor for this patient, as it is being typed in. */
export const AbsenceForm = z
  .object({
    effect: z.enum(['alert', 'silent']),
    /** Times of day, both blank for all day. */
    from: z.string(),
    until: z.string(),
    minutes: z.string(),
    backShownBy: z.array(z.enum(absenceCodes)).readonly(),
    tier: z.enum(alertTiers),
    response: z.string(),
    /** Minutes; blank is by the tier. */
    respondWithin: z.string(),
    reason: z.string(),
    /** The day, as typed. */
    reviewOn: z.string(),
  })
  .readonly();
export type AbsenceForm = z.infer<typeof AbsenceForm>;

/** By which the service names what is wrong with one of several absences. */
export type AbsenceField = 'alert' | `alert.${string}` | 'reason' | 'reviewAt';

const fortnightMs = 14 * 24 * 3_600_000;
const usualNight = { from: '22:00', until: '06:00' };

/** The form of what is decided already; else of what the pathway says; else of a night. */
export function absenceFormOf(
  code: AbsenceCode,
  { decided, rule, now }: { readonly decided?: PersonalAbsence; readonly rule?: EventRule; readonly now: number },
): AbsenceForm {
  const alert = decided?.alert ?? null;
  const absence = alert?.absence ?? rule?.absence;
  const hours = absence === undefined ? usualNight : absence.between;
  return {
    effect: decided?.alert === null ? 'silent' : 'alert',
    from: hours?.from ?? '',
    until: hours?.until ?? '',
    minutes: absence === undefined ? '' : String(absence.backWithinMinutes),
    backShownBy: backShownBy(code, absence),
    tier: alert?.tier ?? rule?.tier ?? 'medium',
    response: alert?.response ?? '',
    respondWithin: alert?.respondWithinMinutes === undefined ? '' : String(alert.respondWithinMinutes),
    reason: decided?.reason ?? '',
    reviewOn: siteTime.typedDate(
      decided === undefined ? now + fortnightMs : Math.max(now, Date.parse(decided.reviewAt)),
    ),
  };
}

type SeenPlan = Pick<Plan, 'absences'>;

/** Everything that the plan says of absences, as it was decided, with this of one sensor. */
export function withAbsence(plan: SeenPlan, code: AbsenceCode, form: AbsenceForm): PlanChange {
  const known = plan.absences ?? [];
  const before = known.find((one) => one.code === code);
  const asked: AskedAbsence = {
    code,
    alert: form.effect === 'silent' ? null : alertOf(code, form, before),
    reason: form.reason.trim(),
    reviewAt: siteTime.endOfDay(form.reviewOn),
  };
  if (before === undefined) return { absences: [...known.map(unchanged), asked] };
  return { absences: known.map((one) => (one.code === code ? asked : unchanged(one))) };
}

/** Everything that the plan says of absences, as it was decided, but what it says of one sensor. */
export const withoutAbsence = (plan: SeenPlan, gone: AbsenceCode): PlanChange => ({
  absences: (plan.absences ?? []).filter(({ code }) => code !== gone).map(unchanged),
});

const unchanged = ({ code, alert, reason, reviewAt }: PersonalAbsence): AskedAbsence => ({
  code,
  alert,
  reason,
  reviewAt,
});

function alertOf(code: AbsenceCode, form: AbsenceForm, before: PersonalAbsence | undefined): AskedAlert {
  const [from, until] = [timeOfDay(form.from), timeOfDay(form.until)];
  const timeZone = before?.alert?.absence.between?.timeZone;
  const isOwnAlone = form.backShownBy.every((one) => one === code);
  const respondWithin = form.respondWithin.trim();
  return {
    absence: {
      backWithinMinutes: Number(form.minutes),
      ...(from === undefined || until === undefined
        ? {}
        : { between: { from, until, ...(timeZone === undefined ? {} : { timeZone }) } }),
      ...(isOwnAlone ? {} : { backShownBy: [...form.backShownBy] }),
    },
    tier: form.tier,
    response: form.response.trim(),
    ...(respondWithin === '' ? {} : { respondWithinMinutes: Number(respondWithin) }),
  };
}

/** `22:00` of `22:00`, `22.00` and `6:00` alike; undefined of anything else. */
function timeOfDay(typed: string): string | undefined {
  const [, hour, minute] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(typed.trim()) ?? [];
  return hour === undefined || minute === undefined ? undefined : `${hour.padStart(2, '0')}:${minute}`;
}

/** Where this sensor is among all that are sent, by which the service names its faults. */
export function absenceIndex({ absences = [] }: SeenPlan, code: AbsenceCode): number {
  const index = absences.findIndex((one) => one.code === code);
  return index === -1 ? absences.length : index;
}

export const absencePath =
  (index: number) =>
  (field: AbsenceField): string =>
    `absences.${String(index)}.${field}`;

/** What is missing or cannot be read, each by its field. */
export function absenceFormFaults(form: AbsenceForm, index: number): readonly FormFault[] {
  const path = absencePath(index);
  return [
    ...(form.effect === 'silent' ? [] : alertFaults(form, path)),
    ...required(path('reason'), form.reason, t`Enter why`),
    ...required(path('reviewAt'), form.reviewOn, t`Enter the day by which it is to be reviewed`),
    ...dayFaults(path('reviewAt'), form.reviewOn),
  ];
}

function alertFaults(form: AbsenceForm, path: ReturnType<typeof absencePath>): readonly FormFault[] {
  const isBlank = form.respondWithin.trim() === '';
  return [
    ...hoursFaults(form, path),
    ...(isWholeUpTo(720, form.minutes)
      ? []
      : [
          {
            path: path('alert.absence.backWithinMinutes'),
            message: t`Enter how long is waited, from 1 to 720 minutes`,
          },
        ]),
    ...(form.backShownBy.length > 0
      ? []
      : [{ path: path('alert.absence.backShownBy'), message: t`Choose what says that the person is back` }]),
    ...required(path('alert.response'), form.response, t`Enter what the person who answers is to do`),
    ...(isBlank || isWholeUpTo(1440, form.respondWithin)
      ? []
      : [
          {
            path: path('alert.respondWithinMinutes'),
            message: t`Enter within how long to answer, from 1 to 1440 minutes, or leave it blank`,
          },
        ]),
  ];
}

function hoursFaults({ from, until }: AbsenceForm, path: ReturnType<typeof absencePath>): readonly FormFault[] {
  if (from.trim() === '' && until.trim() === '') return [];
  const typed = { from: timeOfDay(from), until: timeOfDay(until) };
  const unread = (['from', 'until'] as const).filter((end) => typed[end] === undefined);
  if (unread.length > 0) {
    const message = t`Enter a time of day such as 22:00, or leave both times blank`;
    return unread.map((end) => ({ path: path(`alert.absence.between.${end}`), message }));
  }
  if (typed.from !== typed.until) return [];
  const message = t`Enter another time than it begins at, or leave both times blank for all day`;
  return [{ path: path('alert.absence.between.until'), message }];
}

function isWholeUpTo(most: number, typed: string): boolean {
  const count = Number(typed);
  return typed.trim() !== '' && Number.isInteger(count) && count >= 1 && count <= most;
}
