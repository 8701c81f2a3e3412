import type { AlertBurden, BurdenFigures } from '#libs/contracts';
import { stringify } from 'csv-stringify/sync';
import { preferredMediaType } from '../../commands/request/preferred-media-type.ts';

interface Line {
  readonly by: string;
  readonly name: string;
  readonly figures: BurdenFigures;
}

const columns: readonly (readonly [title: string, valueOf: (line: Line) => string | number | null])[] = [
  ['by', ({ by }) => by],
  ['name', ({ name }) => name],
  ['patient_days', ({ figures }) => rounded(figures.patientDays)],
  ['alerts', ({ figures }) => figures.alerts],
  ['alerts_per_patient_day', ({ figures }) => rounded(figures.alertsPerPatientDay)],
  ['ended', ({ figures }) => figures.ended],
  ['with_action', ({ figures }) => figures.withAction],
  ['share_with_action', ({ figures }) => rounded(figures.shareWithAction)],
  ['acknowledged', ({ figures }) => figures.acknowledged],
  ['minutes_to_acknowledge_median', ({ figures }) => rounded(figures.minutesToAcknowledge?.median)],
  ['minutes_to_acknowledge_p90', ({ figures }) => rounded(figures.minutesToAcknowledge?.p90)],
  ['resolved', ({ figures }) => figures.resolved],
  ['minutes_to_resolve_median', ({ figures }) => rounded(figures.minutesToResolve?.median)],
  ['minutes_to_resolve_p90', ({ figures }) => rounded(figures.minutesToResolve?.p90)],
  ['breaches', ({ figures }) => figures.breaches],
  ['snoozes', ({ figures }) => figures.snoozes],
  ['lapses', ({ figures }) => figures.lapses],
  ['escalations', ({ figures }) => figures.escalations],
  ['notifications', ({ figures }) => figures.notifications],
  ['notifications_per_alert', ({ figures }) => rounded(figures.notificationsPerAlert)],
];

/** To three places: enough for a rate, and no more than the figures bear. Empty where there is none. */
const rounded = (figure: number | null | undefined): number | null =>
  figure === null || figure === undefined ? null : Math.round(figure * 1000) / 1000;

/**
 * The burden as comma-separated values: a line for the total, and one for each ward, shift, rule and day. With the mark by
 * which spreadsheets know UTF-8; a name that a spreadsheet would take for a formula is made harmless.
 */
export function burdenCsv({ total, byWard, byShift, byRule, byDay }: AlertBurden): string {
  const lines: readonly Line[] = [
    { by: 'total', name: '', figures: total },
    ...byWard.map(({ ward, figures }) => ({ by: 'ward', name: ward.name, figures })),
    ...byShift.map(({ shift, figures }) => ({ by: 'shift', name: shift, figures })),
    ...byRule.map(({ condition, figures }) => ({ by: 'rule', name: condition, figures })),
    ...byDay.map(({ day, figures }) => ({ by: 'day', name: day, figures })),
  ];
  const rows = [columns.map(([title]) => title), ...lines.map((line) => columns.map(([, valueOf]) => valueOf(line)))];
  return stringify(rows, { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}

/** `alert-burden-2026-11-01-2026-11-28.csv`. */
export const burdenFileName = ({ from, until }: Pick<AlertBurden, 'from' | 'until'>): string =>
  `alert-burden-${from.slice(0, 10)}-${until.slice(0, 10)}.csv`;

/** Whether an `Accept` header asks for comma-separated values rather than for JSON, which is what it gets otherwise. */
export const prefersCsv = (accept: string | undefined): boolean =>
  preferredMediaType(accept, ['application/json', 'text/csv']) === 'text/csv';
