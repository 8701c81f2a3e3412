import type { ObservationCode, Pathway } from '#libs/clinical';
import type { StayId } from '#libs/contracts';
import type { PlanVersion } from './plan-version.ts';

/** How often a code is due. */
export interface Due {
  readonly everyMinutes: number;
  /** Whether the score that the last reading was part of may ask for the next one sooner. */
  readonly soonerByScore: boolean;
}

/** A stay during which readings are waited for. */
export interface WatchedStay {
  readonly stayId: StayId;
  readonly admittedAtMs: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly versions: readonly (PlanVersion & { readonly due: ReadonlyMap<ObservationCode, Due> })[];
  /** All that are due in any of the versions. */
  readonly codes: readonly ObservationCode[];
}

/** The stay of consecutive plan versions that speak of it. */
export function watchedStay(stayId: StayId, versions: readonly PlanVersion[]): WatchedStay {
  const admittedAt = versions[0]?.plan?.stay?.admittedAt;
  const watched = versions.map((version) => ({ ...version, due: dueOf(version) }));
  const [first] = watched;
  return {
    stayId,
    admittedAtMs: admittedAt === undefined ? Infinity : Date.parse(admittedAt),
    fromMs: first?.fromMs ?? Infinity,
    untilMs: versions.at(-1)?.untilMs ?? -Infinity,
    versions: watched,
    codes: watched.length === 1 && first !== undefined ? [...first.due.keys()] : codesOf(watched),
  };
}

function codesOf(versions: WatchedStay['versions']): readonly ObservationCode[] {
  return [...new Set(versions.flatMap(({ due }) => [...due.keys()]))];
}

/** What the pathways ask for, worked out once for all patients on them. */
const dueOnPathways = new WeakMap<Pathway, ReadonlyMap<ObservationCode, Due>>();

/** How often each code is due: as the plan says, else the pathway; what is not waited for is left out. */
function dueOf({ plan, pathway, chart }: PlanVersion): ReadonlyMap<ObservationCode, Due> {
  // The keys of this record are codes: its schema says so.
  const own = Object.entries(plan?.dueEveryMinutes ?? {}) as [ObservationCode, number | null][];
  const isUsual = own.length === 0 && chart === pathway.chart;
  const known = isUsual ? dueOnPathways.get(pathway) : undefined;
  if (known !== undefined) return known;
  const asked = new Map<ObservationCode, number | null>(
    pathway.file.measures.map(({ code, everyMinutes }) => [code, everyMinutes]),
  );
  for (const [code, everyMinutes] of own) asked.set(code, everyMinutes);
  const due = new Map<ObservationCode, Due>();
  for (const [code, everyMinutes] of asked) {
    if (everyMinutes === null) continue;
    due.set(code, { everyMinutes, soonerByScore: pathway.file.dueByScore && chart.indexOf(code) >= 0 });
  }
  if (isUsual) dueOnPathways.set(pathway, due);
  return due;
}
