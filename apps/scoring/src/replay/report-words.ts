import type { ComparedAlert, ReplayReport, ScoreDifference, ShownScore } from '#libs/contracts';
import { isReproduction } from './replay-report.ts';

/** What a report says in words, wherever it says it. */

export const differencesInWords: Readonly<Record<ScoreDifference, string>> = {
  chart: 'another chart',
  scale: 'another SpO2 scale',
  validity: 'other readings still valid',
  points: 'other points for the same values',
  'only-live': 'a score in live alone: a value aged out at another time',
  'only-replayed': 'a score in the replay alone: a value aged out at another time',
};

export const countColumns = ['live', 'replayed', 'same', 'earlier', 'later', 'lost', 'new'] as const;

/** What was replayed, and what came out on the whole. */
export function summaryInWords(report: ReplayReport): readonly string[] {
  const { patients, patientDays, readingTimes, scores, signals, alertsPerPatientDay: rate } = report;
  const lines = [
    `${counted(patients, 'patient')}, ${String(patientDays)} patient-days, ${counted(readingTimes, 'observation set')}.`,
    `Alerts per patient-day: ${rateInWords(rate.live)} live, ${rateInWords(rate.replayed)} in the replay.`,
    `Scores: ${String(scores.different)} of ${String(scores.compared)} differ. Changes of level: ${String(signals.different)} of ${String(signals.compared)} differ.`,
  ];
  if (report.rules !== 'live') return lines;
  const words = isReproduction(report)
    ? 'The rules in force come to exactly what live published.'
    : 'The rules in force do not come to what live published: they were others then, or something is wrong.';
  return [...lines, words];
}

export function titleOf({ rules, from, to, wardId }: ReplayReport): string {
  return `Replay with ${rules} from ${minuteOf(from)} to ${minuteOf(to)}${wardId === null ? '' : `, ward ${wardId}`}`;
}

/** `12 min earlier`; what alerted on one side alone has no such time. */
export function leadInWords({ leadMinutes }: Pick<ComparedAlert, 'leadMinutes'>): string {
  if (leadMinutes === null || leadMinutes === 0) return '';
  return `${String(Math.abs(leadMinutes))} min ${leadMinutes > 0 ? 'earlier' : 'later'}`;
}

/** `5`, or `3–9` where something is missing. */
export function scoreInWords(score: ShownScore | null): string {
  if (score === null) return '–';
  const range = score.total === null ? `${String(score.min)}–${String(score.max)}` : String(score.total);
  return `${range} (${score.tier})`;
}

/** To the minute, UTC; an exact report is the one as JSON. */
export function minuteOf(at: string | null): string {
  return at === null ? '' : `${at.slice(0, 10)} ${at.slice(11, 16)}Z`;
}

/** How far a bar of the lead-time plot reaches: `15–60 min earlier`. */
export function leadBarInWords(leads: ReplayReport['leads'], index: number): string {
  const from = leads[index]?.fromMinutes ?? 0;
  const until = leads[index + 1]?.fromMinutes;
  if (until === undefined) return `${durationInWords(from)} and more earlier`;
  if (index === 0) return `over ${durationInWords(-until)} later`;
  return from < 0
    ? `${durationInWords(-until)} to ${durationInWords(-from)} later`
    : `${durationInWords(from)} to ${durationInWords(until)} earlier`;
}

function durationInWords(minutes: number): string {
  return minutes >= 60 ? `${String(minutes / 60)} h` : `${String(minutes)} min`;
}

function counted(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? '' : 's'}`;
}

function rateInWords(rate: number | null): string {
  return rate === null ? 'none' : rate.toFixed(2);
}
