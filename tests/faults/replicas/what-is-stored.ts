import type { Alert, ChartedObservation, Score } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import type { ApiClient } from '../../outside/api-client.ts';
import type { PatientsInTurn, StreamedPatient } from './patients-in-turn.ts';
import type { SetsOutcome, WaitingSet } from './replicas-result.ts';
import type { WatchedLog } from './watched-log.ts';

/** What `deteriorating` values raise on the acute respiratory pathway. */
const alertedConditions = ['score', 'threshold:saturation-low'];

interface Looked {
  readonly patients: readonly StreamedPatient[];
  readonly stream: PatientsInTurn;
  readonly log: WatchedLog;
  readonly nurse: ApiClient;
}

/** What became of every acknowledged set and of every patient, by the API, once it is all there or the time is up. */
export async function whatIsStored({ patients, stream, log, nurse }: Looked, withinMs: number): Promise<SetsOutcome> {
  const until = performance.now() + withinMs;
  const result = { uncharted: 0, chartedAgain: 0, unscored: 0, scoredAgain: 0, scoredWrong: 0 };
  const alerts = { missing: 0, again: 0 };
  const sets: WaitingSet[] = [];
  for (const patient of patients) {
    const { patientId } = patient;
    const sent = stream.acknowledgedOf(patient);
    const awaited = async <Item>(path: string, isAllThere: (items: readonly Item[]) => boolean) =>
      lastRead(() => nurse.all<Item>(path), isAllThere, Math.max(0, until - performance.now()));
    const pulses = await awaited<ChartedObservation>(
      `/api/v1/patients/${patientId}/observations?code=pulse-rate`,
      (all) =>
        containsAll(
          sent.map(({ messageId }) => messageId),
          all.map(({ messageId }) => messageId),
        ),
    );
    const charted = new Set<string>(pulses.map(({ messageId }) => messageId));
    result.uncharted += sent.filter(({ messageId }) => !charted.has(messageId)).length;
    result.chartedAgain += pulses.length - charted.size;
    const times = sent.map(({ takenAt }) => takenAt);
    const scores = (
      await awaited<Score>(`/api/v1/patients/${patientId}/scores`, (all) =>
        containsAll(
          times,
          all.map(({ at }) => at),
        ),
      )
    ).filter(({ because }) => because === 'reading');
    const totals = new Map<string, number | null>(scores.map(({ at, total }) => [at, total]));
    result.unscored += times.filter((time) => !totals.has(time)).length;
    result.scoredAgain += scores.length - totals.size;
    result.scoredWrong += sent.filter(({ takenAt, total }) => (totals.get(takenAt) ?? total) !== total).length;
    const conditions: readonly string[] = (
      await awaited<Alert>(`/api/v1/alerts?patientId=${patientId}`, (all) =>
        containsAll(
          alertedConditions,
          all.map(({ condition }) => condition),
        ),
      )
    ).map(({ condition }) => condition);
    alerts.missing += alertedConditions.filter((condition) => !conditions.includes(condition)).length;
    alerts.again += conditions.length - new Set(conditions).size;
    for (const { takenAt, sentAtMs } of sent) sets.push({ sentAtMs, scoredAtMs: log.scoredAtMs(patientId, takenAt) });
  }
  return { ...result, alerts, sets };
}

const containsAll = (wanted: readonly string[], found: readonly string[]): boolean => {
  const there = new Set(found);
  return wanted.every((one) => there.has(one));
};

/** The items once they satisfy, or those of the last look. */
async function lastRead<Item>(
  read: () => Promise<Item[]>,
  isAllThere: (items: readonly Item[]) => boolean,
  withinMs: number,
): Promise<readonly Item[]> {
  let last: readonly Item[] = [];
  const look = async (): Promise<boolean> => {
    last = await read();
    return isAllThere(last);
  };
  await eventually(look, { withinMs, everyMs: 250 }).catch(() => false);
  return last;
}
