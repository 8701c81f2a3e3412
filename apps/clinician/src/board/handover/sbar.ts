import { type Chart, codeInWords, reasonInWords, type Pathway } from '#libs/clinical';
import {
  type Alert,
  compareAlerts,
  type Instant,
  isScoreCounted,
  type NextDue,
  type Note,
  type Observation,
  type Patient,
  type PatientFlag,
  type Responsible,
  type Sbar,
  type Score,
  type Task,
  dayAndTimeInWords,
} from '#libs/contracts';
import { flagsInWords } from '../../record/flags/flag-change.ts';
import { overdueReadings, withClock } from './handover.ts';
import { type NewestReading, newestReadings, pointsInWords } from './newest-readings.ts';
import { ceilingInWords, ended, exclusionInWords, type PlanInWords, planLines, tierInWords } from './plan-lines.ts';
import {
  agoInWords,
  capitalised,
  dateInWords,
  listInWords,
  nhsNumberInWords,
  spanInWords,
  yearsLived,
} from './time-in-words.ts';

/** What is known of a patient, as far as a colleague is to hear of it. */
export interface SbarFacts {
  readonly madeAt: Instant;
  readonly patient: Pick<Patient, 'id' | 'givenName' | 'familyName' | 'nhsNumber' | 'birthDate'>;
  readonly flags: readonly PatientFlag[];
  /** Null where the patient is on no ward. */
  readonly stay: {
    readonly wardName: string;
    readonly admittedAt: Instant;
    readonly responsible: Responsible | null;
  } | null;
  readonly plan: PlanInWords;
  readonly pathway: { readonly file: Pick<Pathway['file'], 'title' | 'ladder'>; readonly chart: Chart };
  /** Why no early-warning chart is for the patient, where that is so. */
  readonly exclusion: string | null;
  /** Why readings are not scored at the moment. */
  readonly notScored: string | null;
  readonly score: Score | null;
  /** That the score is by; undefined where it is not there any more. */
  readonly scoreChart: Chart | undefined;
  readonly latest: readonly Observation[];
  readonly nextDue: NextDue | null;
  /** Open ones. */
  readonly alerts: readonly Alert[];
  /** Open and due. */
  readonly tasks: readonly Task[];
  /** The newest, newest first; retracted ones left out. */
  readonly notes: readonly Note[];
}

/** What Homeward has never heard of: what is not said is not to be taken for nothing. */
const notKept = 'Diagnoses, medicines, and allergies that are no flag, are not kept here: see the care record.';

/** What is said of a patient to a colleague, in the order of SBAR, in sentences made of facts. */
export function composeSbar(facts: SbarFacts): Sbar {
  const counted = facts.score !== null && isScoreCounted(facts.score.ruleSet, facts.exclusion) ? facts.score : null;
  const readings = newestReadings(facts.latest, counted, facts.scoreChart ?? facts.pathway.chart);
  return {
    patientId: facts.patient.id,
    madeAt: facts.madeAt,
    situation: [whoAndWhere(facts), ...scoreLines(facts, counted, readings), ...alertLines(facts)],
    background: [...backgroundLines(facts)],
    assessment: [...assessmentLines(facts, readings)],
    recommendation: [...recommendationLines(facts, counted, readings)],
  };
}

function whoAndWhere({ patient, stay, madeAt }: SbarFacts): string {
  const { givenName, familyName, nhsNumber, birthDate } = patient;
  const years = String(yearsLived(birthDate, madeAt));
  const where = stay === null ? 'not on a ward' : `on the ward ${stay.wardName}`;
  return `${givenName} ${familyName}, ${years} years old (born ${dateInWords(birthDate)}), NHS number ${nhsNumberInWords(nhsNumber)}, ${where}.`;
}

/** What the score is and how old; that there is none, and why. */
export function scoreLines(
  facts: Pick<SbarFacts, 'notScored' | 'exclusion' | 'pathway' | 'scoreChart' | 'madeAt'>,
  score: Score | null,
  readings: readonly NewestReading[],
): readonly string[] {
  const lines: string[] = [];
  if (facts.notScored !== null) lines.push(`Readings are not scored at the moment: ${ended(facts.notScored)}`);
  if (score === null) {
    const why =
      facts.exclusion === null
        ? ''
        : `: no early-warning chart is for the patient (${exclusionInWords(facts.exclusion)}), so that thresholds alone alert`;
    return [...lines, `There is no score${why}.`];
  }
  const chart = facts.scoreChart ?? facts.pathway.chart;
  const values = chart.names.map((name) => score.inputs.find(({ parameter }) => parameter === name)?.value);
  lines.push(
    `${reasonInWords(score, chart, values)}. Scored at ${dayAndTimeInWords(score.at)}, ${agoInWords(score.at, facts.madeAt)}.`,
  );
  if (readings.some(({ counts, observation }) => counts === 'unscored' && isNewer(observation, score))) {
    lines.push('Readings have come since that the score does not have.');
  }
  return lines;
}

const isNewer = (observation: Observation | null, { at }: Score): boolean =>
  observation !== null && observation.takenAt > at;

function alertLines({ alerts, stay, madeAt }: SbarFacts): readonly string[] {
  if (stay === null) return ['Alerts are raised only for patients on a ward.'];
  if (alerts.length === 0) return ['No alert is open.'];
  return alerts.toSorted(compareAlerts).map((alert) => alertInWords(alert, madeAt));
}

/** `A high alert is open since 19:41 on 22 November: … A response was due at …, 9 min ago.` */
export function alertInWords(alert: Alert, now: Instant): string {
  const { tier, raisedAt, reason, acknowledgedAt, acknowledgedBy, responseDueAt } = alert;
  const what = `${capitalised(tierInWords(tier))} alert, open since ${dayAndTimeInWords(raisedAt)}: ${ended(reason)}`;
  if (alert.state === 'acknowledged' && acknowledgedAt !== null) {
    return `${what} Acknowledged by ${acknowledgedBy?.name ?? 'Homeward'} at ${dayAndTimeInWords(acknowledgedAt)}.`;
  }
  if (alert.late) return `${what} Only readings that came late show it. Not acknowledged.`;
  const { overdueMinutes } = withClock(alert, now);
  return overdueMinutes === null
    ? `${what} Not acknowledged; a response is due by ${dayAndTimeInWords(responseDueAt)}.`
    : `${what} Not acknowledged; a response was due at ${dayAndTimeInWords(responseDueAt)} and is ${spanInWords(overdueMinutes)} late.`;
}

function backgroundLines({ flags, stay, pathway, plan, notes, madeAt }: SbarFacts): readonly string[] {
  return [
    flags.length === 0 ? 'No flags are set.' : `Flags: ${flagsInWords(flags)}.`,
    ...(stay === null
      ? [`Without an open stay; the plan is that of the pathway ${pathway.file.title}.`]
      : [
          `Admitted at ${dayAndTimeInWords(stay.admittedAt)} on the pathway ${pathway.file.title}.`,
          stay.responsible === null
            ? 'No clinician has taken this patient.'
            : `${stay.responsible.person.name} has this patient since ${dayAndTimeInWords(stay.responsible.since)}.`,
        ]),
    ...planLines(plan, madeAt),
    ...notes.map(noteInWords),
    ...(notes.length === 0 ? ['No notes were written in the last 24 h.'] : []),
    notKept,
  ];
}

/** `Grace Hopper at 18:00 on 22 November: Daughter calls back at nine.` */
export function noteInWords({ by, at, text, call }: Note): string {
  const outcome = call === null ? '' : `call, ${call.outcome.replaceAll('-', ' ')}${text === '' ? '' : ': '}`;
  return `${by.name} at ${dayAndTimeInWords(at)}: ${ended(`${outcome}${text}`)}`;
}

function assessmentLines(facts: SbarFacts, readings: readonly NewestReading[]): readonly string[] {
  const overdue = overdueReadings(facts.nextDue, facts.pathway.file.ladder, facts.madeAt);
  return [
    ...readings.map((reading) => readingInWords(reading, facts.madeAt)),
    ...(readings.length === 0 ? ['Nothing has been measured yet.'] : []),
    ...(overdue === null ? [] : [overdueInWords(overdue)]),
  ];
}

/** `Respiration rate 26 per minute (3 points), taken at 19:40 on 22 November, 20 min ago.` */
function readingInWords(reading: NewestReading, now: Instant): string {
  const { title, observation, value, counts } = reading;
  if (observation === null) return `${title}: not measured.`;
  const points = counts === 'unscored' ? '' : ` (${pointsInWords(reading)})`;
  return `${title} ${value}${points}, taken at ${dayAndTimeInWords(observation.takenAt)}, ${agoInWords(observation.takenAt, now)}.`;
}

/** `Pulse and SpO2 are 40 min overdue; the device and the patient have been asked.` */
export function overdueInWords({
  codes,
  overdueMinutes,
  asked,
}: NonNullable<ReturnType<typeof overdueReadings>>): string {
  const what = capitalised(listInWords(codes.map(codeInWords)));
  const whom = asked.map((party) => (party === 'clinician' ? 'clinicians' : `the ${party}`));
  const parties = whom.length === 0 ? 'no one has been asked yet' : `asked so far: ${listInWords(whom)}`;
  return `${what}: ${spanInWords(overdueMinutes)} overdue; ${parties}.`;
}

function recommendationLines(
  facts: SbarFacts,
  score: Score | null,
  readings: readonly NewestReading[],
): readonly string[] {
  const open = facts.alerts.filter(({ state }) => state === 'raised').toSorted(compareAlerts);
  const missing = readings.filter(({ counts }) => counts === 'missing' || counts === 'too-old');
  const lines = [
    ...[...new Set(open.flatMap(({ instruction }) => (instruction === null ? [] : [ended(instruction)])))],
    ...open
      .filter(({ late }) => !late)
      .slice(0, 1)
      .map(({ responseDueAt }) => `Respond by ${dayAndTimeInWords(responseDueAt)}.`),
    ...(missing.length === 0 ? [] : [`Measure what is missing: ${listInWords(missing.map(({ title }) => title))}.`]),
    ...facts.tasks.map(({ words }) => `To do: ${ended(words)}`),
    ...(score === null ? [] : [monitoringInWords(score)]),
    ...(isLimited(facts.plan) ? [ceilingInWords(facts.plan)] : []),
  ];
  return lines.length === 0 ? ['Nothing is asked for at the moment.'] : lines;
}

function monitoringInWords({ monitoring, responseWithinMinutes }: Score): string {
  const measure = monitoring === 'continuous' ? 'monitor continuously' : `measure at least ${monitoring}`;
  if (responseWithinMinutes === null) return `By the chart: ${measure}.`;
  const assess = `Assess within ${spanInWords(responseWithinMinutes)} of the score (Homeward’s own time).`;
  return `${assess} By the chart: ${measure}.`;
}

const isLimited = ({ escalation }: PlanInWords): boolean =>
  escalation.alertAtMost !== 'high' || escalation.instruction !== null;
