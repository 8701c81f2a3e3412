import { type LadderRung, type Pathway, type Rung, type Tier, tiers } from '#libs/clinical';
import {
  type Alert,
  type AskedToMeasure,
  type Board,
  type BoardRow,
  type Handover,
  type HandoverAlert,
  type HandoverChange,
  type HandoverPatient,
  type HandoverScore,
  type Instant,
  isScoreCounted,
  type MonitoringPause,
  type Note,
  type OverdueReadings,
  type PatientId,
  type Score,
  scoreThatCounts,
  type Task,
} from '#libs/contracts';

/** What a handover is made of, beside the board of the ward as it is now. */
export interface HandoverFacts {
  readonly board: Board;
  readonly since: Instant;
  /** The newest score of each patient then, as was known then. */
  readonly scoresThen: ReadonlyMap<PatientId, Score | null>;
  readonly plans: ReadonlyMap<PatientId, PlanAtHandover>;
  /** Open and due. */
  readonly tasks: readonly Task[];
  /** Since then, newest first. */
  readonly notes: readonly Note[];
}

/** As much of a plan in force as a handover is made of. */
export interface PlanAtHandover {
  readonly plan: { readonly pauses: readonly MonitoringPause[] };
  readonly pathway: { readonly file: Pick<Pathway['file'], 'ladder'> };
}

const minuteMs = 60_000;

/** By so many points a patient has got worse or better, though the tier is the same. */
const pointsOfChange = 2;

/** What the next shift has to know of everyone on the ward, in the order of the board: most urgent first. */
export function composeHandover(facts: HandoverFacts): Handover {
  const { ward, rows, asOf } = facts.board;
  return {
    wardId: ward.id,
    wardName: ward.name,
    madeAt: asOf,
    since: facts.since,
    patients: rows.map((row) => composePatient(row, facts)),
  };
}

function composePatient(row: BoardRow, { board, scoresThen, plans, tasks, notes }: HandoverFacts): HandoverPatient {
  const { patientId } = row;
  const plan = plans.get(patientId);
  const score = scoreThatCounts(row);
  const then = scoresThen.get(patientId) ?? null;
  const scoreThen = then !== null && isScoreCounted(then.ruleSet, row.exclusion) ? then : null;
  return {
    patientId,
    stayId: row.stayId,
    givenName: row.givenName,
    familyName: row.familyName,
    nhsNumber: row.nhsNumber,
    birthDate: row.birthDate,
    flags: row.flags,
    pathway: row.pathway,
    admittedAt: row.admittedAt,
    responsible: row.responsible,
    exclusion: row.exclusion,
    notScored: row.notScored,
    ceilingOfCare: row.ceilingOfCare,
    score: atAGlance(score),
    scoreThen: atAGlance(scoreThen),
    change: changeOf(score, scoreThen),
    alerts: row.alerts.map((alert) => withClock(alert, board.asOf)),
    overdueReadings: overdueReadings(row.nextDue, plan?.pathway.file.ladder ?? [], board.asOf),
    pauses: pausesOf(plan?.plan.pauses ?? [], board.asOf),
    tasks: tasks.filter((task) => task.patientId === patientId),
    notes: notes.filter((note) => note.patientId === patientId),
  };
}

/**
 * How a patient is, compared with then. No patient looks better because a parameter is missing: it counts as the most that it
 * can be for `better`, and as the least for `worse`.
 */
export function changeOf(now: HandoverScore | null, then: HandoverScore | null): HandoverChange {
  if (now === null) return 'not-scored';
  if (then?.ruleSet !== now.ruleSet) return 'new-score';
  if (isAbove(now.tier, then.tier) || now.min - then.min >= pointsOfChange) return 'worse';
  if (isAbove(then.tier, now.highestTier) || then.min - now.max >= pointsOfChange) return 'better';
  return 'same';
}

const isAbove = (one: Tier, other: Tier): boolean => tiers.indexOf(one) > tiers.indexOf(other);

/** The alert with how far it is past the time for a response; one that only late readings show is not run for. */
export function withClock(alert: Alert, at: Instant): HandoverAlert {
  const late = minutesBetween(alert.responseDueAt, at);
  const isWaiting = alert.state === 'raised' && !alert.late;
  return { alert, overdueMinutes: isWaiting && late >= 0 ? late : null };
}

/** What should have been measured by now, and whom the ladder has asked; null where nothing is late. */
export function overdueReadings(
  due: BoardRow['nextDue'],
  ladder: readonly LadderRung[],
  at: Instant,
): OverdueReadings | null {
  if (due === null || due.at >= at) return null;
  const overdueMinutes = minutesBetween(due.at, at);
  const asked = ladder
    .filter(({ afterMinutes }) => afterMinutes <= overdueMinutes)
    .map(({ rung }) => askedBy[rung])
    .filter((party, index, parties) => parties.indexOf(party) === index);
  return { dueAt: due.at, codes: due.codes, overdueMinutes, asked };
}

const askedBy: Readonly<Record<Rung, AskedToMeasure>> = {
  'ask-device': 'device',
  'ask-patient': 'patient',
  task: 'clinician',
  'welfare-check': 'clinician',
};

/** Whole minutes, rounded down: nothing looks later than it is. Below 0 where the end comes first. */
function minutesBetween(from: Instant, until: Instant): number {
  return Math.floor((Date.parse(until) - Date.parse(from)) / minuteMs);
}

function pausesOf(pauses: readonly MonitoringPause[], at: Instant): HandoverPatient['pauses'] {
  return pauses
    .filter(({ until }) => until > at)
    .toSorted((one, other) => (one.from < other.from ? -1 : 1))
    .map(({ reason, from, until }) => ({ reason, from, until }));
}

function atAGlance(score: Score | null): HandoverScore | null {
  if (score === null) return null;
  const { at, total, min, max, tier, highestTier, missing, ruleSet } = score;
  return { at, total, min, max, tier, highestTier, missing, ruleSet };
}
