import type { Score } from '#libs/contracts';
import { PatientFixture, testRules } from '#libs/fixtures';
import {
  type Cause,
  type Known,
  knownToJson,
  PatientTimeline,
  PlanVersions,
  prepareUpdate,
  readingSetOf,
  scoreEvent,
} from '#libs/timeline';
import { type EntryScore, entryScore, scoreOfEntry } from './entry-score.ts';

const patient = new PatientFixture('stored beside what was known');
const { patientId } = patient;

/** The scores of two sets, a quarter of an hour apart, each with what was known then. */
function scored(): readonly { readonly score: Score; readonly known: Known; readonly cause: Cause }[] {
  const plans = new PlanVersions([patient.plan(0)], testRules());
  const sets = [
    patient.reads(1, { 'pulse-rate': 70, 'oxygen-saturation': 97 }, { quality: { perfusionIndex: 1.4 } }),
    patient.reads(16, { 'pulse-rate': 72.5, consciousness: 'A' }),
  ];
  const timeline = new PatientTimeline({ patientId, plans, newest: undefined, horizonMs: -Infinity });
  const prepared = prepareUpdate(timeline, { sets: sets.map(readingSetOf) });
  if (prepared.needsFromMs !== undefined) throw new Error('A history without entries needs none.');
  const update = prepared.apply();
  return update.history.scores.flatMap((point) => {
    const { cause } = update.causeAt(point.atMs);
    const entry = update.entries.find(({ atMs }) => atMs === point.atMs);
    const facts = { patientId, revision: 1, late: false, cause };
    return entry === undefined ? [] : [{ score: scoreEvent(point, facts), known: entry.known, cause }];
  });
}

function back(stored: EntryScore, { score, known, cause }: ReturnType<typeof scored>[number]): Score {
  const json = { stored, known: knownToJson(known) };
  // As they come back from the database.
  const read = JSON.parse(JSON.stringify(json)) as typeof json;
  return scoreOfEntry(read.stored, { patientId, at: score.at, causedBy: cause.id, known: read.known });
}

describe('a score that is stored beside what was known', () => {
  it('comes back to the letter, without its inputs being stored twice', () => {
    const all = scored();
    expect(all).toHaveLength(2);
    for (const one of all) {
      const stored = entryScore(one.score, one.known);
      expect(JSON.stringify(stored)).not.toContain('oxygen');
      expect(typeof stored.inputs).toBe('number');
      expect(JSON.stringify(back(stored, one))).toBe(JSON.stringify(one.score));
    }
    expect(all[1]?.score.inputs.map(({ ageSeconds }) => ageSeconds)).toEqual([900, 0, 0]);
  });

  it.each<[string, Partial<Score>]>([
    ['was withdrawn', { withdrawn: true }],
    ['is of time alone', { because: 'aged-out' }],
  ])('has its inputs with it where it %s, since it may outlive what was known', (_claim, over) => {
    const [, one] = scored();
    if (one === undefined) throw new Error('There are two.');
    const score = { ...one.score, ...over };
    const stored = entryScore(score, one.known);
    const nothingKnown = { patientId, at: score.at, causedBy: one.cause.id, known: null };
    expect(scoreOfEntry(stored, nothingKnown)).toEqual(score);
  });

  it('has its inputs with it where they are not the newest that is known', () => {
    const [first, second] = scored();
    if (first === undefined || second === undefined) throw new Error('There are two.');
    const stored = entryScore(second.score, first.known);
    expect(back(stored, { ...second, known: first.known })).toEqual(second.score);
  });
});
