import { compareReadings, composeNews2, isValidAt, type ValidityMinutes } from '#libs/clinical';
import type { MonitoringPlan, PatientId } from '#libs/contracts';
import { type Cause, type Moment, type MomentReading, scoreOf } from './moment.ts';
import { causeOf, scaleAt, scaleChangesFromMs } from './plan-rules.ts';

const hourInMs = 3_600_000;

export interface RememberedHistory {
  readonly plan: MonitoringPlan | undefined;
  /** Consecutive, oldest first, up to the newest. */
  readonly moments: readonly Moment[];
  /** Whether there is no moment before the first of them. */
  readonly fromTheBeginning: boolean;
}

/**
 * The moments of one patient, from some time on up to the newest. Since a moment knows the newest valid reading of each
 * parameter, the next one follows from it and from what was taken since: no more of the past than one moment is needed to
 * go on, and a late reading needs the moments from just before it.
 *
 * What comes out is a function of the set of readings, as long as none is later than the plan's lateness: neither the
 * order in which they came nor how they were batched matters.
 */
export class PatientHistory {
  readonly patientId: PatientId;
  #plan: MonitoringPlan | undefined;
  #moments: Moment[];
  #fromTheBeginning: boolean;
  readonly #defaultLatenessHours: number;

  constructor(patientId: PatientId, remembered: RememberedHistory, defaults: { readonly latenessHours: number }) {
    this.patientId = patientId;
    this.#plan = remembered.plan;
    this.#moments = [...remembered.moments];
    this.#fromTheBeginning = remembered.fromTheBeginning;
    this.#defaultLatenessHours = defaults.latenessHours;
  }

  get plan(): MonitoringPlan | undefined {
    return this.#plan;
  }

  /** The moment that the patient's standing hangs on; undefined before the first reading. */
  get newest(): Moment | undefined {
    return this.#moments.at(-1);
  }

  get latenessMs(): number {
    return (this.#plan?.latenessHours ?? this.#defaultLatenessHours) * hourInMs;
  }

  /** Whether everything is remembered that a reading taken then, or a change of plan from then on, may change. */
  reachesBackTo(takenAtMs: number): boolean {
    const [oldest] = this.#moments;
    return this.#fromTheBeginning || (oldest !== undefined && oldest.atMs <= takenAtMs) || this.#isTooLate(takenAtMs);
  }

  /** Replaces what is remembered by more of the past. */
  recall(remembered: Pick<RememberedHistory, 'moments' | 'fromTheBeginning'>): void {
    this.#moments = [...remembered.moments];
    this.#fromTheBeginning = remembered.fromTheBeginning;
  }

  /** Forgets all but the newest moments, so that memory stays bounded. */
  keepNewest(count: number): void {
    if (this.#moments.length <= count) return;
    this.#moments = this.#moments.slice(-count);
    this.#fromTheBeginning = false;
  }

  /**
   * Adds the readings of one set, oldest first, that was never added before.
   *
   * @returns the moments that it made or changed: those at which its readings were taken and, where they were late, later
   *   ones that they are the newest for. Readings later than the lateness change nothing.
   */
  add(readings: readonly MomentReading[], cause: Cause): readonly Moment[] {
    const newestBeforeMs = this.newest?.atMs ?? -Infinity;
    const newestMs = Math.max(newestBeforeMs, readings.at(-1)?.takenAtMs ?? -Infinity);
    const changed = new Map<number, Moment>();
    for (const taken of groupsByMoment(readings)) {
      const [{ takenAtMs }] = taken;
      if (newestMs - takenAtMs > this.latenessMs) continue;
      for (const moment of this.#addAt(taken, { cause, late: takenAtMs < newestBeforeMs })) {
        changed.set(moment.atMs, moment);
      }
    }
    return [...changed.values()];
  }

  /**
   * Takes a newer plan. Scores from the prescription of a scale on, as far back as the lateness allows, are put on the
   * scale that now holds for them; everything else about a plan counts from the next reading on.
   *
   * @returns the moments whose score changed; none if the plan is not newer than the one in force.
   */
  follow(plan: MonitoringPlan): readonly Moment[] {
    if (!this.isNewer(plan)) return [];
    this.#plan = plan;
    if (plan.exclusion !== null) return [];
    const fromMs = scaleChangesFromMs(plan);
    const cause = causeOf(plan);
    const changed: Moment[] = [];
    this.#moments.forEach((moment, index) => {
      const { score, atMs } = moment;
      if (score === null || atMs < fromMs || this.#isTooLate(atMs) || score.scale === scaleAt(plan, atMs)) return;
      const next = this.#rescored(moment, { inputs: moment.inputs, cause, scale: scaleAt(plan, atMs) });
      this.#moments[index] = next;
      changed.push(next);
    });
    return changed;
  }

  /** From when on `follow` may change scores with this plan. */
  rescoresFromMs(plan: MonitoringPlan): number {
    return Math.max(scaleChangesFromMs(plan), (this.newest?.atMs ?? 0) - this.latenessMs);
  }

  isNewer(plan: MonitoringPlan): boolean {
    return this.#plan === undefined || plan.revision > this.#plan.revision;
  }

  /** Adds readings that were all taken at one moment. */
  #addAt(taken: MomentGroup, { cause, late }: { readonly cause: Cause; readonly late: boolean }): Moment[] {
    const [{ takenAtMs: atMs }] = taken;
    const index = this.#indexAtOrBefore(atMs);
    const before = this.#moments[index];
    const changed: Moment[] = [];
    if (before?.atMs === atMs) {
      this.#correct(index, { taken, cause, late, changed });
    } else {
      const known = before === undefined ? taken : [...before.inputs, ...taken];
      const { inputs } = composeNews2(known, { asOfMs: atMs, validityMinutes: this.#validity });
      const made = this.#scored({ atMs, inputs }, { cause, late });
      this.#moments.splice(index + 1, 0, made);
      changed.push(made);
    }
    const first = before?.atMs === atMs ? index + 1 : index + 2;
    for (let later = first; later < this.#moments.length; later += 1) {
      // A reading that is no longer valid, or no longer the newest, at one moment is neither at any after it.
      if (!this.#correct(later, { taken, cause, changed })) break;
    }
    return changed;
  }

  /** Puts readings into a moment that is there already. False if it stays as it is. */
  #correct(
    index: number,
    { taken, cause, late, changed }: { taken: MomentGroup; cause: Cause; late?: boolean; changed: Moment[] },
  ): boolean {
    const moment = this.#moments[index];
    if (moment === undefined) return false;
    const inputs = mergedInputs(moment, taken, this.#validity);
    if (inputs === moment.inputs) return false;
    const next = this.#rescored(moment, { inputs, cause, ...(late === undefined ? {} : { late }) });
    this.#moments[index] = next;
    changed.push(next);
    return true;
  }

  #scored(
    { atMs, inputs }: Pick<Moment, 'atMs' | 'inputs'>,
    { cause, late }: { readonly cause: Cause; readonly late: boolean },
  ): Moment {
    const scored = this.#plan === undefined || this.#plan.exclusion === null;
    const facts = { patientId: this.patientId, scale: scaleAt(this.#plan, atMs), revision: 1, late, cause };
    return { atMs, inputs, score: scored ? scoreOf({ atMs, inputs }, facts) : null, causedBy: cause.id };
  }

  /** A moment that was not scored stays so; one that was keeps its scale, and whether it was late, unless told otherwise. */
  #rescored(
    { atMs, score }: Moment,
    change: { readonly inputs: Moment['inputs']; readonly cause: Cause } & Partial<
      Pick<Moment['score'] & object, 'scale' | 'late'>
    >,
  ): Moment {
    const { inputs, cause } = change;
    if (score === null) return { atMs, inputs, score, causedBy: cause.id };
    const facts = {
      patientId: this.patientId,
      scale: change.scale ?? score.scale,
      revision: score.revision + 1,
      late: change.late ?? score.late,
      cause,
    };
    return { atMs, inputs, score: scoreOf({ atMs, inputs }, facts), causedBy: cause.id };
  }

  get #validity(): ValidityMinutes {
    return this.#plan?.validityMinutes ?? {};
  }

  #isTooLate(atMs: number): boolean {
    return this.newest !== undefined && this.newest.atMs - atMs > this.latenessMs;
  }

  /** From the end, since most readings are news. -1 if every moment is later. */
  #indexAtOrBefore(atMs: number): number {
    return this.#moments.findLastIndex((moment) => moment.atMs <= atMs);
  }
}

/** At least one reading, all taken at one moment. */
type MomentGroup = readonly [MomentReading, ...MomentReading[]];

function groupsByMoment(readings: readonly MomentReading[]): MomentGroup[] {
  const groups: [MomentReading, ...MomentReading[]][] = [];
  for (const reading of readings) {
    const group = groups.at(-1);
    if (group?.[0].takenAtMs === reading.takenAtMs) group.push(reading);
    else groups.push([reading]);
  }
  return groups;
}

/** The inputs of a moment with readings put in where they are newer and still valid; the same array if none is. */
function mergedInputs(moment: Moment, readings: MomentGroup, validity: ValidityMinutes): Moment['inputs'] {
  const newer = readings.filter((reading) => {
    if (!isValidAt(reading, moment.atMs, validity)) return false;
    const known = moment.inputs.find(({ parameter }) => parameter === reading.parameter);
    return known === undefined || compareReadings(reading, known) > 0;
  });
  if (newer.length === 0) return moment.inputs;
  // The other inputs were valid under the plan of their time, which a late reading does not change.
  const kept = moment.inputs.filter(({ parameter }) => newer.every((reading) => reading.parameter !== parameter));
  return composeNews2([...kept, ...newer], { asOfMs: moment.atMs, validityMinutes: everlasting }).inputs;
}

const everlasting: ValidityMinutes = {
  respirationRate: Infinity,
  oxygenSaturation: Infinity,
  supplementalOxygen: Infinity,
  systolicPressure: Infinity,
  pulseRate: Infinity,
  consciousness: Infinity,
  temperature: Infinity,
};
