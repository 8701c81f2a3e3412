import type { Chart, Pathway } from '#libs/clinical';
import {
  type Board,
  type BoardRow,
  compareAlerts,
  type Contact,
  type Instant,
  type PatientId,
  scoreThatCounts,
  dayAndTimeInWords,
} from '#libs/contracts';
import { flagsInWords } from '../../record/flags/flag-change.ts';
import { overdueReadings } from '../handover/handover.ts';
import { type NewestReading, newestReadings, pointsInWords } from '../handover/newest-readings.ts';
import { type PlanInWords, planLines, tierInWords } from '../handover/plan-lines.ts';
import { alertInWords, overdueInWords, scoreLines } from '../handover/sbar.ts';
import { capitalised, dateInWords, nhsNumberInWords, yearsLived } from '../handover/time-in-words.ts';
import type { DowntimeContact } from './downtime-contacts.ts';

/** What a pack is made of. */
export interface DowntimePackFacts {
  readonly board: Board;
  readonly plans: ReadonlyMap<PatientId, PlanOfPatient>;
  readonly contacts: ReadonlyMap<PatientId, readonly Contact[]>;
  readonly escalation: readonly DowntimeContact[];
  /** The chart that a score is by. */
  readonly chartOf: (ruleSet: string) => Chart | undefined;
}

export interface PlanOfPatient {
  readonly plan: PlanInWords;
  readonly pathway: { readonly file: Pick<Pathway['file'], 'title' | 'ladder'>; readonly chart: Chart };
}

export interface PackTable {
  /** The first column has what the others are about. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Sentences, or a table, under a heading of their own where they have one. */
export interface PackPart {
  readonly heading: string | null;
  readonly content: readonly string[] | PackTable;
}

export interface PackSection {
  readonly heading: string;
  readonly parts: readonly PackPart[];
}

/** What stands in a ward's pack, whatever it is printed by. */
export interface DowntimePack {
  readonly title: string;
  /** On every page. */
  readonly running: string;
  readonly madeAt: Instant;
  readonly intro: readonly string[];
  readonly sections: readonly PackSection[];
}

/** What a ward needs of its patients while Homeward cannot be asked, most urgent first. */
export function composeDowntimePack(facts: DowntimePackFacts): DowntimePack {
  const { ward, rows, asOf } = facts.board;
  const made = `${dayAndTimeInWords(asOf)} ${asOf.slice(0, 4)}`;
  return {
    title: `Downtime pack: ${ward.name}`,
    running: `${ward.name}, made at ${made}`,
    madeAt: asOf,
    intro: [
      `Made at ${made}. What has happened since is not in it: new readings, scores and alerts, and what colleagues have done.`,
      rows.length === 1 ? '1 patient is on the ward.' : `${String(rows.length)} patients are on the ward.`,
    ],
    sections: [
      { heading: 'Escalation numbers', parts: [{ heading: null, content: escalationNumbers(facts.escalation) }] },
      ...(rows.length === 0 ? [] : [{ heading: 'Everyone, most urgent first', parts: [everyone(rows)] }]),
      ...rows.map((row) => patientSection(row, facts)),
    ],
  };
}

function escalationNumbers(contacts: readonly DowntimeContact[]): PackPart['content'] {
  if (contacts.length === 0) return ['No escalation numbers are set.'];
  const rows = contacts.map(({ name, phone, about }) => [name, phone, about]);
  return { columns: ['Who', 'Number', 'What for'], rows };
}

function everyone(rows: readonly BoardRow[]): PackPart {
  const columns = ['Patient', 'NHS number', 'Score', 'Risk', 'Open alerts'];
  const lines = rows.map((row) => {
    const score = scoreThatCounts(row);
    const points = score === null ? 'none' : (score.total ?? `${String(score.min)}–${String(score.max)}`);
    return [
      nameOf(row),
      nhsNumberInWords(row.nhsNumber),
      String(points),
      score === null ? 'not known' : riskOf(score),
      String(row.alerts.length),
    ];
  });
  return { heading: null, content: { columns, rows: lines } };
}

function riskOf({ tier, highestTier }: NonNullable<BoardRow['score']>): string {
  if (tier === highestTier) return tierInWords(tier);
  // While what is missing could make it more, no risk is called low.
  if (tier === 'low') return `unclear, up to ${tierInWords(highestTier)}`;
  return `${tierInWords(tier)}, up to ${tierInWords(highestTier)}`;
}

const nameOf = ({ familyName, givenName }: BoardRow): string => `${familyName}, ${givenName}`;

function patientSection(row: BoardRow, facts: DowntimePackFacts): PackSection {
  const { asOf } = facts.board;
  const plan = facts.plans.get(row.patientId);
  const score = scoreThatCounts(row);
  const chart = (score === null ? undefined : facts.chartOf(score.ruleSet)) ?? plan?.pathway.chart;
  const readings = newestReadings(row.latest, score, chart);
  return {
    heading: nameOf(row),
    parts: [
      { heading: null, content: identityLines(row, plan, asOf) },
      ...(plan === undefined ? [] : [{ heading: 'Score', content: scoresOf(row, { plan, chart, readings, asOf }) }]),
      { heading: 'Open alerts', content: alertLines(row, asOf) },
      { heading: 'Plan', content: plan === undefined ? ['Not known.'] : planLines(plan.plan, asOf) },
      { heading: 'Last readings', content: readingsTable(readings) },
      { heading: 'Contacts', content: contactLines(facts.contacts.get(row.patientId) ?? []) },
    ],
  };
}

function identityLines(row: BoardRow, plan: PlanOfPatient | undefined, at: Instant): readonly string[] {
  const { nhsNumber, birthDate, flags, admittedAt, responsible } = row;
  const pathway = plan?.pathway.file.title ?? row.pathway;
  return [
    `NHS number ${nhsNumberInWords(nhsNumber)}. Born ${dateInWords(birthDate)}, ${String(yearsLived(birthDate, at))} years old.`,
    flags.length === 0 ? 'No flags are set.' : `Flags: ${flagsInWords(flags)}.`,
    `On the pathway ${pathway}, admitted at ${dayAndTimeInWords(admittedAt)}.`,
    responsible === null ? 'No clinician has taken this patient.' : `${responsible.person.name} has this patient.`,
  ];
}

interface Scored {
  readonly plan: PlanOfPatient;
  readonly chart: Chart | undefined;
  readonly readings: readonly NewestReading[];
  readonly asOf: Instant;
}

function scoresOf(row: BoardRow, { plan, chart, readings, asOf }: Scored): readonly string[] {
  const { notScored, exclusion } = row;
  const { pathway } = plan;
  const overdue = overdueReadings(row.nextDue, pathway.file.ladder, asOf);
  const next = row.nextDue === null ? [] : [`The next reading is due at ${dayAndTimeInWords(row.nextDue.at)}.`];
  return [
    ...scoreLines({ notScored, exclusion, pathway, scoreChart: chart, madeAt: asOf }, scoreThatCounts(row), readings),
    ...(overdue === null ? next : [overdueInWords(overdue)]),
  ];
}

function alertLines({ alerts }: BoardRow, at: Instant): readonly string[] {
  if (alerts.length === 0) return ['No alert is open.'];
  return alerts.toSorted(compareAlerts).map((alert) => alertInWords(alert, at));
}

function readingsTable(readings: readonly NewestReading[]): PackPart['content'] {
  if (readings.length === 0) return ['Nothing has been measured yet.'];
  const rows = readings.map((reading) => [
    reading.title,
    reading.value,
    reading.observation === null ? 'never' : dayAndTimeInWords(reading.observation.takenAt),
    pointsInWords(reading),
  ]);
  return { columns: ['Reading', 'Value', 'Taken', 'Points'], rows };
}

function contactLines(contacts: readonly Contact[]): readonly string[] {
  if (contacts.length === 0) return ['No contacts are entered.'];
  return contacts.map(({ name, kind, relationship, phone, email, address, preferred, notes }) => {
    const who = `${name} (${relationship ?? kind.replaceAll('-', ' ')}${preferred ? ', to try first' : ''})`;
    const reached = [phone, email, address].filter((way) => way !== null).join('; ');
    return `${capitalised(who)}: ${reached}${notes === null ? '' : `. ${notes}`}`;
  });
}
