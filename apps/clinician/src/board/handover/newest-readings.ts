import { type Chart, codeInWords, valueInWords } from '#libs/clinical';
import type { Observation, Score } from '#libs/contracts';
import { capitalised } from './time-in-words.ts';

/**
 * The newest reading of one kind, and what it counts for in the newest score. `too-old`: it counts no longer; `unscored`: the
 * chart has no points for it, or the score was made before it came.
 */
export interface NewestReading {
  /** `Respiration rate`, `Body weight`. */
  readonly title: string;
  /** Null where there never was one. */
  readonly observation: Observation | null;
  /** `26 per minute`; `not measured`. */
  readonly value: string;
  readonly counts: 'points' | 'too-old' | 'missing' | 'unscored';
  /** Null where it counts for none, or it is not known for how many. */
  readonly points: number | null;
}

/**
 * The newest reading of each parameter of the chart, in its order, those that are missing included; then of every other kind.
 *
 * @param score that counts; null where there is none.
 * @param chart that the score is by, or that of the pathway; undefined where the patient has none.
 */
export function newestReadings(
  latest: readonly Observation[],
  score: Score | null,
  chart: Pick<Chart, 'file'> | undefined,
): readonly NewestReading[] {
  const parameters = chart?.file.parameters ?? [];
  const charted = parameters.map(({ name, title, code }): NewestReading => {
    const observation = latest.find((one) => one.code === code) ?? null;
    const known = { title: capitalised(title), observation, value: valueOf(observation) };
    const input = score?.inputs.find(({ parameter }) => parameter === name);
    if (observation === null) return { ...known, counts: 'missing', points: null };
    if (score?.missing.includes(name) === true) return { ...known, counts: 'too-old', points: null };
    if (input?.observationId !== observation.id) return { ...known, counts: 'unscored', points: null };
    return { ...known, counts: 'points', points: score?.components[name] ?? null };
  });
  const others = latest
    .filter(({ code }) => !parameters.some((parameter) => parameter.code === code))
    .toSorted((one, other) => (one.code < other.code ? -1 : 1))
    .map((observation): NewestReading => {
      const title = capitalised(codeInWords(observation.code));
      return { title, observation, value: valueOf(observation), counts: 'unscored', points: null };
    });
  return [...charted, ...others];
}

function valueOf(observation: Observation | null): string {
  return observation === null ? 'not measured' : valueInWords(observation.code, observation.value);
}

/** `3 points`; empty where it counts for none. */
export function pointsInWords({ counts, points }: Pick<NewestReading, 'counts' | 'points'>): string {
  if (counts === 'too-old') return 'too old to count';
  if (counts === 'missing') return 'missing';
  if (points === null) return counts === 'points' ? 'points by whether oxygen is given' : 'not scored';
  return points === 1 ? '1 point' : `${String(points)} points`;
}
