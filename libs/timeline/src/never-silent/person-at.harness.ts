import { noon } from '#libs/fixtures';
import type { Person, Sign } from './high-band.harness.ts';
import { highBand, isInHighBand, mildestOnScale2, reducedConsciousness } from './high-band.harness.ts';
import type { PlanOfLife, SickLife, SickReading } from './sick-life.harness.ts';

const minuteInMs = 60_000;

/** Before everything that is measured. */
export const admittedMinute = -1000;

/** The plans of a life in order, from the admission on. */
export function plansOf({ admission, plans }: SickLife): readonly PlanOfLife[] {
  return [{ ...admission, minute: admittedMinute }, ...plans.toSorted((one, other) => one.minute - other.minute)];
}

export function planAt(life: SickLife, minute: number): PlanOfLife {
  return plansOf(life).findLast((plan) => plan.minute <= minute) ?? life.admission;
}

/** The minute at which a child turns 16: as many years after the birthday of the life as they are short of it. */
export function sixteenAt({ age, birthday }: SickLife): number | null {
  if (age === null) return null;
  const date = new Date(noon + birthday * minuteInMs);
  return (date.setUTCFullYear(date.getUTCFullYear() + 15 - age) - noon) / minuteInMs;
}

/** By whose values a person is judged at a minute. */
export function personAt(life: SickLife, minute: number): Person {
  if (planAt(life, minute).pathway === 'complex-maternity') return 'pregnant';
  if (life.pregnantUntil !== null && minute < life.pregnantUntil) return 'pregnant';
  const { age, ageKnown } = life;
  if (age === null) return 'adult';
  if (!ageKnown) return 'adult';
  const years = age + (minute >= life.birthday ? 1 : 0);
  return years >= 16 ? 'adult' : { age: years };
}

/** The value of a sick reading: in the high band of the person at that time; undefined where the sign has none. */
export function valueOf(life: SickLife, minute: number, { degree }: SickReading): number | string | undefined {
  const { sign } = life;
  if (sign.code === 'consciousness') return reducedConsciousness[Math.floor(degree / 26)] ?? 'C';
  const band = highBand(personAt(life, minute), sign);
  if (band === undefined) return undefined;
  const [mildest, worst, step] = band;
  const from = mayBeOnScale2(life, sign) ? Math.min(mildest, mildestOnScale2) : mildest;
  return Number((from + Math.round(((worst - from) * degree) / 100 / step) * step).toFixed(1));
}

const mayBeOnScale2 = (life: SickLife, { code }: Sign): boolean =>
  code === 'oxygen-saturation' && plansOf(life).some(({ scale2For }) => scale2For !== null);

export function isGrave(life: SickLife, minute: number, value: number | string): boolean {
  return isInHighBand(personAt(life, minute), life.sign, value);
}
