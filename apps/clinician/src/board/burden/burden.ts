import {
  type AlertBurden,
  type BurdenFigures,
  type BurdenShift,
  type Condition,
  kindOfCondition,
  type Spread,
  type WardId,
} from '#libs/contracts';
import { type AlertLife, isAction } from './alert-life.ts';
import { indexOfPart, type ShiftPart } from './shifts.ts';

/** That a patient was on a ward, in milliseconds since 1970; infinite where the end is to come. */
export interface Presence {
  readonly wardId: WardId;
  readonly from: number;
  readonly until: number;
}

/** An alert with what it asked of people. */
export interface CountedAlert extends AlertLife {
  readonly raisedAt: number;
  /** On which the patient was when it was raised. */
  readonly wardId: WardId;
  readonly condition: Condition;
  readonly notifications: number;
}

/** The figures by everything that they are divided by. */
export interface BurdenTotals {
  readonly total: BurdenFigures;
  readonly byWard: ReadonlyMap<WardId, BurdenFigures>;
  readonly byShift: AlertBurden['byShift'];
  readonly byRule: AlertBurden['byRule'];
  readonly byDay: AlertBurden['byDay'];
}

/**
 * On which ward a patient was at a time.
 *
 * @param presences of one stay, the oldest first. Should a clock that was set back leave the time out, the one before it.
 */
export function wardAt(presences: readonly Presence[], time: number): WardId | undefined {
  return (presences.findLast(({ from }) => from <= time) ?? presences[0])?.wardId;
}

const dayMs = 24 * 3_600_000;

/**
 * Adds up what alerts ask of people, in the whole of a period and by ward, shift, rule and day. Alerts are added in as many
 * portions as the caller likes, for a year of a large service has very many.
 */
export class BurdenTally {
  readonly #parts: readonly ShiftPart[];
  readonly #total = new Sum();
  readonly #byWard = new Map<WardId, Sum>();
  readonly #byShift = new Map<BurdenShift, Sum>([
    ['day', new Sum()],
    ['night', new Sum()],
  ]);
  readonly #byRule = new Map<Condition, Sum>();
  readonly #byDay: Map<string, Sum>;

  /** @param parts of the period, in their order. */
  constructor(parts: readonly ShiftPart[]) {
    this.#parts = parts;
    this.#byDay = new Map(parts.map(({ day }) => [day, new Sum()]));
  }

  /** Counts the time within the period. */
  addPresence({ wardId, from, until }: Presence): void {
    for (let index = indexOfPart(this.#parts, from); index < this.#parts.length; index += 1) {
      const part = this.#parts[index];
      if (part === undefined || part.from >= until) return;
      const ms = Math.min(until, part.until) - Math.max(from, part.from);
      for (const sum of [this.#total, sumOf(this.#byWard, wardId), ...this.#of(part)]) sum.addTime(ms);
    }
  }

  /** Counts the alert, if it was raised within the period. */
  addAlert(alert: CountedAlert): void {
    const part = this.#parts[indexOfPart(this.#parts, alert.raisedAt)];
    if (part === undefined || alert.raisedAt < part.from) return;
    const { wardId, condition } = alert;
    const sums = [this.#total, sumOf(this.#byWard, wardId), sumOf(this.#byRule, condition), ...this.#of(part)];
    for (const sum of sums) sum.addAlert(alert);
  }

  totals(): BurdenTotals {
    const { ms } = this.#total;
    const rules = [...this.#byRule].toSorted(([one, a], [other, b]) => b.alerts - a.alerts || (one < other ? -1 : 1));
    return {
      total: this.#total.figures(),
      byWard: new Map([...this.#byWard].map(([wardId, sum]) => [wardId, sum.figures()])),
      byShift: [...this.#byShift].map(([shift, sum]) => ({ shift, figures: sum.figures() })),
      byRule: rules.map(([condition, sum]) => ({
        condition,
        conditionKind: kindOfCondition(condition),
        figures: sum.figures(ms),
      })),
      byDay: [...this.#byDay].map(([day, sum]) => ({ day, figures: sum.figures() })),
    };
  }

  #of({ day, shift }: ShiftPart): readonly Sum[] {
    return [sumOf(this.#byShift, shift), sumOf(this.#byDay, day)];
  }
}

function sumOf<Key>(sums: Map<Key, Sum>, key: Key): Sum {
  const known = sums.get(key);
  if (known !== undefined) return known;
  const made = new Sum();
  sums.set(key, made);
  return made;
}

/** The figures of nothing, with no patient there. */
export const noBurden = (): BurdenFigures => new Sum().figures();

class Sum {
  ms = 0;
  alerts = 0;
  #ended = 0;
  #withAction = 0;
  #breaches = 0;
  #snoozes = 0;
  #lapses = 0;
  #escalations = 0;
  #notifications = 0;
  readonly #toAcknowledge: number[] = [];
  readonly #toResolve: number[] = [];

  addTime(ms: number): void {
    this.ms += ms;
  }

  addAlert(alert: CountedAlert): void {
    const { outcome, minutesToAcknowledge, minutesToResolve } = alert;
    this.alerts += 1;
    if (outcome !== null) this.#ended += 1;
    if (outcome !== null && isAction(outcome)) this.#withAction += 1;
    if (alert.breached) this.#breaches += 1;
    this.#snoozes += alert.snoozes;
    this.#lapses += alert.lapses;
    this.#escalations += alert.escalations;
    this.#notifications += alert.notifications;
    if (minutesToAcknowledge !== null) this.#toAcknowledge.push(minutesToAcknowledge);
    if (minutesToResolve !== null) this.#toResolve.push(minutesToResolve);
  }

  /** @param ms the time that patients were there, where it is not that of this sum. */
  figures(ms = this.ms): BurdenFigures {
    const patientDays = ms / dayMs;
    return {
      patientDays,
      alerts: this.alerts,
      alertsPerPatientDay: ratio(this.alerts, patientDays),
      ended: this.#ended,
      withAction: this.#withAction,
      shareWithAction: ratio(this.#withAction, this.#ended),
      acknowledged: this.#toAcknowledge.length,
      minutesToAcknowledge: spreadOf(this.#toAcknowledge),
      resolved: this.#toResolve.length,
      minutesToResolve: spreadOf(this.#toResolve),
      breaches: this.#breaches,
      snoozes: this.#snoozes,
      lapses: this.#lapses,
      escalations: this.#escalations,
      notifications: this.#notifications,
      notificationsPerAlert: ratio(this.#notifications, this.alerts),
    };
  }
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** With what lies between two of them taken from the line between them, as Postgres does in `percentile_cont`. */
export function spreadOf(minutes: readonly number[]): Spread | null {
  if (minutes.length === 0) return null;
  const sorted = minutes.toSorted((one, other) => one - other);
  const at = (share: number): number => {
    const position = share * (sorted.length - 1);
    const below = sorted[Math.floor(position)] ?? 0;
    const above = sorted[Math.ceil(position)] ?? below;
    return below + (above - below) * (position - Math.floor(position));
  };
  return { median: at(0.5), p90: at(0.9) };
}
