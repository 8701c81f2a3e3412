import {
  isObservationCode,
  type ObservationCode,
  observationCodes,
  type PathwayFile,
  validForMinutes,
} from '#libs/clinical';
import type { Plan, PlanChange } from '#libs/contracts';
import { z } from 'zod';
import { type FormFault, required } from '../../../components/forms/faults.ts';
import { everyWords } from '../../../components/words/plan-words.ts';
import { vitalName } from '../../../components/words/vital-words.ts';

/** How often something is due and for how long it holds, as typed: `4 h`, `15 min`, `1 day`; blank is not waited for. */
const MeasuringRow = z.object({ code: z.enum(observationCodes), due: z.string(), valid: z.string() }).readonly();
export type MeasuringRow = z.infer<typeof MeasuringRow>;

const MeasuringForm = z
  .object({
    monitoring: z.enum(['intermittent', 'continuous']),
    rows: z.array(MeasuringRow).readonly(),
    latenessHours: z.string(),
    reason: z.string(),
  })
  .readonly();
export type MeasuringForm = z.infer<typeof MeasuringForm>;

/** What is typed, and the plan that it was typed over. */
export const TypedMeasuring = z.object({ opened: MeasuringForm, typed: MeasuringForm });
export type TypedMeasuring = z.infer<typeof TypedMeasuring>;

type Measured = Pick<Plan, 'validityMinutes' | 'dueEveryMinutes'>;

/** What is measured of this patient, in the order in which the screen names observations. */
export function measuredCodes({ validityMinutes, dueEveryMinutes }: Measured): readonly ObservationCode[] {
  const named = new Set([...Object.keys(validityMinutes), ...Object.keys(dueEveryMinutes)].filter(isObservationCode));
  return observationCodes.filter((code) => named.has(code));
}

/** The form of a plan as it is. */
export function measuringFormOf(plan: Plan): MeasuringForm {
  return {
    monitoring: plan.monitoring,
    latenessHours: String(plan.latenessHours),
    reason: '',
    rows: measuredCodes(plan).map((code) => ({
      code,
      due: spanOrBlank(plan.dueEveryMinutes[code]),
      valid: spanOrBlank(plan.validityMinutes[code]),
    })),
  };
}

/** A plan that has changed since the form was opened, under what has been typed since: what was not touched follows the plan. */
export function typedOver(
  shown: MeasuringForm,
  { opened, typed }: { readonly opened: MeasuringForm; readonly typed: MeasuringForm },
): MeasuringForm {
  const choose = <Value>(before: Value | undefined, now: Value, after: Value): Value => (now === before ? after : now);
  return {
    monitoring: choose(opened.monitoring, typed.monitoring, shown.monitoring),
    latenessHours: choose(opened.latenessHours, typed.latenessHours, shown.latenessHours),
    reason: typed.reason,
    rows: shown.rows.map((row) => {
      const before = opened.rows.find(({ code }) => code === row.code);
      const now = typed.rows.find(({ code }) => code === row.code) ?? row;
      return { ...row, due: choose(before?.due, now.due, row.due), valid: choose(before?.valid, now.valid, row.valid) };
    }),
  };
}

const spanOrBlank = (minutes: number | null | undefined): string =>
  minutes === null || minutes === undefined ? '' : everyWords(minutes);

/** Whole minutes of `15 min`, `4 h`, `1 day`, `2 days`; null of anything else. */
export function minutesOf(typed: string): number | null {
  const [, count, unit] = /^(\d{1,5})\s*(min|minutes?|h|hours?|d|days?)$/i.exec(typed.trim()) ?? [];
  if (count === undefined || unit === undefined) return null;
  const each = unit.toLocaleLowerCase('en-GB').startsWith('m')
    ? 1
    : unit.toLocaleLowerCase('en-GB').startsWith('h')
      ? 60
      : 1440;
  return Number(count) * each;
}

export const duePath = (code: ObservationCode): string => `dueEveryMinutes.${code}`;
export const validPath = (code: ObservationCode): string => `validityMinutes.${code}`;

/** What cannot be read, each by its field. */
export function measuringFaults({ rows, latenessHours, reason }: MeasuringForm): readonly FormFault[] {
  const lateness = Number(latenessHours);
  return [
    ...rows.flatMap(({ code, due, valid }) => {
      const { name } = vitalName(code);
      const isDue = due.trim() === '' || minutesOf(due) !== null;
      return [
        ...(isDue
          ? []
          : [{ path: duePath(code), message: `How often ${name} is due must be a time such as 4 h or 30 min` }]),
        ...(minutesOf(valid) === null
          ? [{ path: validPath(code), message: `How long ${name} holds must be a time such as 12 h or 15 min` }]
          : []),
      ];
    }),
    ...(Number.isInteger(lateness) && lateness >= 1 && lateness <= 168
      ? []
      : [{ path: 'latenessHours', message: 'Late readings must be accepted for 1 to 168 hours' }]),
    ...required('reason', reason, 'Enter why it is changed'),
  ];
}

/**
 * The change that makes the plan so. Only what differs from the pathway's own rules is decided for this patient; the rest goes
 * on following the pathway. Without the pathway's rules every value is decided.
 */
export function measuringChange(form: MeasuringForm, pathway: PathwayFile | undefined): PlanChange {
  const { monitoring, rows } = form;
  const validity = rows.flatMap(({ code, valid }) => {
    const minutes = minutesOf(valid);
    return minutes === null || minutes === pathwayValidity(pathway, code, monitoring) ? [] : [[code, minutes] as const];
  });
  const due = rows.flatMap(({ code, due: typed }) => {
    const minutes = typed.trim() === '' ? null : minutesOf(typed);
    const byPathway = pathway === undefined ? undefined : (measureOf(pathway, code)?.everyMinutes ?? null);
    return minutes === byPathway ? [] : [[code, minutes] as const];
  });
  return {
    monitoring,
    latenessHours: Number(form.latenessHours),
    validityMinutes: Object.fromEntries(validity),
    dueEveryMinutes: Object.fromEntries(due),
    reason: form.reason.trim(),
  };
}

/** What would hold with the other way of monitoring, where nothing is decided for this patient: for the form to show. */
export function withMonitoring(
  form: MeasuringForm,
  monitoring: Plan['monitoring'],
  pathway: PathwayFile | undefined,
): MeasuringForm {
  const rows = form.rows.map((row) => {
    const followed = minutesOf(row.valid) === pathwayValidity(pathway, row.code, form.monitoring);
    const next = pathwayValidity(pathway, row.code, monitoring);
    return followed && next !== undefined ? { ...row, valid: everyWords(next) } : row;
  });
  return { ...form, monitoring, rows };
}

function pathwayValidity(
  pathway: PathwayFile | undefined,
  code: ObservationCode,
  monitoring: Plan['monitoring'],
): number | undefined {
  if (pathway === undefined) return undefined;
  const measure = measureOf(pathway, code);
  const everyMinutes = measure?.everyMinutes ?? null;
  return validForMinutes(code, { monitoring, everyMinutes, statedMinutes: measure?.validForMinutes });
}

const measureOf = (pathway: PathwayFile, code: ObservationCode) =>
  pathway.measures.find((measure) => measure.code === code);
