import {
  type AbsenceCode,
  absenceCodes,
  backShownBy,
  type EventRule,
  isAbsenceCode,
  isWithinHours,
  type ObservationCode,
} from '#libs/clinical';
import { eventRuleAt } from './event-rule.ts';
import type { KnownCode, KnownReading } from './known-reading.ts';
import type { PlanVersion } from './plan-version.ts';
import { compareTaken, type TakenReading } from './reading.ts';

const minuteInMs = 60_000;
const none: readonly KnownReading[] = [];

/**
 * Notes which absences have begun and ended by what sensors of beds and doors said at one time. Each sensor is followed by
 * itself, so that one door which is closed says nothing of another that is open; a person's word ends what any sensor said.
 *
 * @param known of each code the newest of that time already, and the absences of before.
 */
export function followAbsences(
  known: Map<ObservationCode, KnownCode>,
  taken: readonly TakenReading[],
  version: PlanVersion,
): void {
  const said = taken.filter(({ code }) => isAbsenceCode(code));
  const [first] = said;
  if (first === undefined) return;
  const newest = newestOfEachSensor(said);
  for (const code of absenceCodes) {
    const entry = known.get(code);
    if (entry === undefined) continue;
    const rule = eventRuleAt(version, code, first.takenAtMs)?.rule;
    const lasting = (entry.absences ?? none).filter(
      (absence) => absence.countsUntilMs >= first.takenAtMs && !newest.some((one) => endsAbsence(one, absence, rule)),
    );
    const begun = newest.filter((one) => one.code === code && one.value === 'happened');
    const absences = begun.reduce<readonly KnownReading[]>((open, one) => withAbsence(open, one, rule), lasting);
    known.set(code, { ...entry, absences: absences.length === 0 ? undefined : absences });
  }
}

/** Of one code those that have lasted for too long at a time, in order. */
export function overdueAbsences({ absences = none }: KnownCode, atMs: number): readonly KnownReading[] {
  return absences.filter(({ countsFromMs, countsUntilMs }) => countsFromMs <= atMs && atMs <= countsUntilMs);
}

/** A sensor may say both at one time: what it said later holds. */
function newestOfEachSensor(said: readonly TakenReading[]): readonly TakenReading[] {
  const bySensor = Map.groupBy(said, ({ code, deviceId }) => `${code} ${deviceId ?? ''}`);
  return [...bySensor.values()].flatMap((ofSensor) => ofSensor.toSorted(compareTaken).slice(-1));
}

function endsAbsence(one: TakenReading, absence: KnownReading, rule: EventRule | undefined): boolean {
  // A rule is about a code of absences where it has any say on them.
  const shownBy: readonly ObservationCode[] = backShownBy(absence.code as AbsenceCode, rule?.absence);
  if (one.value !== 'cancelled' || !shownBy.includes(one.code)) return false;
  return one.code !== absence.code || one.deviceId === undefined || one.deviceId === absence.deviceId;
}

/**
 * What a sensor says again while it is waited for changes nothing, so that a second event never puts the alert off. Beside
 * one that alerts already, it is waited for as for the first.
 */
function withAbsence(
  absences: readonly KnownReading[],
  taken: TakenReading,
  rule: EventRule | undefined,
): readonly KnownReading[] {
  if (rule?.absence === undefined) return absences;
  const { between, backWithinMinutes } = rule.absence;
  if (between !== undefined && !isWithinHours(between, taken.takenAtMs)) return absences;
  const ofSensor = absences.filter(({ deviceId }) => deviceId === taken.deviceId);
  if (ofSensor.some(({ countsFromMs }) => countsFromMs > taken.takenAtMs)) return absences;
  const gone = ofSensor.slice(0, -1);
  const countsFromMs = taken.takenAtMs + backWithinMinutes * minuteInMs;
  const countsUntilMs = countsFromMs + rule.standsForMinutes * minuteInMs;
  const begun = { ...taken, poor: false, countsFromMs, asked: null, countsUntilMs, beside: [] };
  return [...absences.filter((one) => !gone.includes(one)), begun];
}
