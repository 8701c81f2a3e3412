import type { ObservationCode } from '#libs/clinical';
import type { StayId } from '#libs/contracts';
import type { PlanVersion } from './plan-version.ts';

/** A stay during which readings are waited for. */
export interface WatchedStay {
  readonly stayId: StayId;
  readonly admittedAtMs: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly versions: readonly PlanVersion[];
  readonly codes: readonly ObservationCode[];
}

/** The stay of consecutive plan versions that speak of it. */
export function watchedStay(stayId: StayId, versions: readonly PlanVersion[]): WatchedStay {
  const admittedAt = versions[0]?.plan?.stay?.admittedAt;
  return {
    stayId,
    admittedAtMs: admittedAt === undefined ? Infinity : Date.parse(admittedAt),
    fromMs: versions[0]?.fromMs ?? Infinity,
    untilMs: versions.at(-1)?.untilMs ?? -Infinity,
    versions,
    codes: [...new Set(versions.flatMap(codesWatched))],
  };
}

function codesWatched({ plan, pathway }: PlanVersion): readonly ObservationCode[] {
  const measured = pathway.file.measures.flatMap(({ code, everyMinutes }) => (everyMinutes === null ? [] : [code]));
  // The keys of this record are codes: its schema says so.
  return [...measured, ...(Object.keys(plan?.dueEveryMinutes ?? {}) as ObservationCode[])];
}
