import { isNhsNumber, type NewPatient } from '#libs/contracts';
import { courseOf, isShown } from './courses.ts';
import type { CourseOfIllness } from './course-of-illness.ts';
import { choice, uniform } from './seeded-noise.ts';

export interface SimulatedPatient {
  /** From 0. */
  readonly index: number;
  readonly seed: number;
  readonly person: NewPatient;
  readonly course: CourseOfIllness;
  /** How many hours this patient is ahead in the course: patients of a real ward do not all turn at once. */
  readonly aheadHours: number;
}

const givenNames = [
  ['Maureen', 'Aisha', 'Grace', 'Sunita', 'Eileen', 'Beverley', 'Zofia', 'Mary', 'Nkechi', 'Joan', 'Siân', 'Farida'],
  ['Derek', 'Ahmed', 'Winston', 'Harjit', 'Patrick', 'Colin', 'Tomasz', 'George', 'Kwame', 'Alan', 'Rhys', 'Imran'],
].flat();
const familyNames = [
  ...['Ashworth', 'Begum', 'Campbell', 'Dhillon', 'Edwards', 'Fitzgerald', 'Grabowski', 'Hughes', 'Ibrahim', 'Jarvis'],
  ...['Kowalski', 'Lewis', 'Mensah', 'Naylor', 'Okafor', 'Pearce', 'Quinn', 'Rahman', 'Sutcliffe', 'Thorne', 'Yates'],
];

/** How many patients one run may have: as many as there are NHS numbers for tests, with room between seeds. */
export const mostPatients = 50_000;

/**
 * The patients of a run; the same seed gives the same people with the same illnesses.
 *
 * @param now only for their ages.
 */
export function simulatedPatients(run: {
  readonly patients: number;
  readonly seed: number;
  readonly now: Date;
}): readonly SimulatedPatient[] {
  const numbers = testNhsNumbers(run.seed);
  return Array.from({ length: run.patients }, (_, index) => {
    const course = courseOf(index);
    return {
      index,
      seed: run.seed,
      course,
      aheadHours: isShown(index) ? 0 : uniform(run.seed, index, 'ahead') * course.repeatsAfterHours,
      person: {
        nhsNumber: nextOf(numbers),
        givenName: nameAt(givenNames, run.seed, index),
        familyName: nameAt(familyNames, run.seed, index),
        birthDate: birthDate(run.now.getUTCFullYear(), course, [run.seed, index]),
      },
    };
  });
}

/**
 * Walks through the names from a point that follows from the seed, so that no two patients of a small ward share one. The step
 * has no factor in common with either list's length.
 */
function nameAt(names: readonly string[], seed: number, index: number): string {
  return names[(choice(names.length, seed, 'names') + index * 5) % names.length] ?? 'Reed';
}

function birthDate(year: number, { ageYears }: CourseOfIllness, seed: readonly [number, number]): string {
  const age = ageYears.least + choice(ageYears.most - ageYears.least + 1, ...seed, 'age');
  const month = 1 + choice(12, ...seed, 'month');
  const day = 1 + choice(28, ...seed, 'day');
  return [String(year - age), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

/** NHS numbers of the range for tests, 999 …, each with its check digit, from a point that follows from the seed. */
function* testNhsNumbers(seed: number): Generator<string, never> {
  const span = 1_000_000;
  for (let step = choice(span, seed, 'nhs-number'); ; step = (step + 1) % span) {
    const nine = `999${String(step).padStart(6, '0')}`;
    // For one in eleven the check digit would be 10, and no such number is issued.
    const number = Array.from({ length: 10 }, (_, digit) => `${nine}${String(digit)}`).find(isNhsNumber);
    if (number !== undefined) yield number;
  }
}

const nextOf = (numbers: Generator<string, never>): string => numbers.next().value;
