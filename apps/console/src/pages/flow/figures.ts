import type { Operations, OperationsFigures } from '#libs/contracts';
import { t } from '@lingui/core/macro';

/** One column of figures: what it is called, and what it says of a ward, or of all. */
export interface FigureColumn {
  readonly title: string;
  readonly value: (figures: OperationsFigures) => string;
}

const count = (of: (figures: OperationsFigures) => number) => (figures: OperationsFigures) => String(of(figures));

export const capacityColumns = (): readonly FigureColumn[] => [
  { title: t`Beds`, value: count(({ beds }) => beds) },
  { title: t`Taken`, value: count(({ patients }) => patients) },
  { title: t`Free`, value: count(({ beds, patients }) => Math.max(0, beds - patients)) },
  { title: t`Over capacity by`, value: count(({ beds, patients }) => Math.max(0, patients - beds)) },
  { title: t`Admissions`, value: count(({ admissions }) => admissions) },
  { title: t`Discharges`, value: count(({ discharges }) => discharges) },
];

export const responseColumns = (): readonly FigureColumn[] => [
  { title: t`Raised`, value: count(({ alerts }) => alerts.raised) },
  { title: t`Of these high`, value: count(({ alerts }) => alerts.raisedByTier.high) },
  { title: t`Answered`, value: count(({ alerts }) => alerts.answered) },
  { title: t`Unanswered now`, value: count(({ unansweredNow }) => unansweredNow) },
  { title: t`Half answered within`, value: ({ alerts }) => minutesWords(alerts.responseMinutes?.median) },
  { title: t`9 of 10 answered within`, value: ({ alerts }) => minutesWords(alerts.responseMinutes?.p90) },
  { title: t`Answered in time`, value: ({ alerts }) => shareWords(alerts.shareInTime) },
  { title: t`Too late or overdue`, value: count(({ alerts }) => alerts.breached) },
];

export const intakeColumns = (): readonly FigureColumn[] => [
  { title: t`Observation sets`, value: count(({ observationSets }) => observationSets) },
  { title: t`Readings`, value: count(({ readings }) => readings) },
  { title: t`Too late to score`, value: count(({ readingsTooLateToScore }) => readingsTooLateToScore) },
  { title: t`Late scores`, value: count(({ lateScores }) => lateScores) },
  { title: t`Quarantined`, value: count(({ quarantined }) => quarantined) },
  { title: t`Devices not heard from`, value: count(({ devicesNotHeardFrom }) => devicesNotHeardFrom) },
];

/** `12 min`; a dash where none was answered. */
function minutesWords(minutes: number | undefined): string {
  return minutes === undefined ? '–' : t`${Math.round(minutes)} min`;
}

const shareWords = (share: number | null): string => (share === null ? '–' : `${String(Math.round(share * 100))} %`);

/** The same figures as comma-separated values, a line for each ward and one for all. */
export function figuresCsv(operations: Operations): string {
  const columns = [...capacityColumns(), ...responseColumns(), ...intakeColumns()];
  const lines = [
    [t`Ward`, ...columns.map(({ title }) => title)],
    ...operations.wards.map(({ ward, figures }) => [ward.name, ...columns.map(({ value }) => value(figures))]),
    [t`All wards`, ...columns.map(({ value }) => value(operations.total))],
  ];
  return lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n');
}

/** Quoted, and harmless in a spreadsheet, which would take a text that begins with one of these for a formula. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
