import { drawn } from '../escalation/seeded-random.ts';

export const replicatedServices = ['gateway', 'scoring', 'clinician'] as const;
export type ReplicatedService = (typeof replicatedServices)[number];

/** A replica dies and comes back after a while, or the number of replicas changes. */
export interface PlannedChange {
  /** From the beginning of the stream, in milliseconds. */
  readonly afterMs: number;
  readonly service: ReplicatedService;
  readonly what: 'kill' | 'scale';
  /** From 0 up to 1: which of the replicas that run then. */
  readonly which: number;
  /** How long it is away. */
  readonly awayMs: number;
}

/** Between two changes, on average. */
export const changeEveryMs = 4_000;
/** A gateway replica is at times away for so long that another reads its session. */
const longestAwayMs: Readonly<Record<ReplicatedService, number>> = {
  gateway: 16_000,
  scoring: 4_000,
  clinician: 4_000,
};

const kinds = replicatedServices.flatMap((service) => [
  { service, what: 'kill' as const },
  { service, what: 'scale' as const },
]);

/**
 * Rounds of six changes in an order by chance: in each, one replica of each service is killed, and each service is scaled
 * once. One round at least; the same seed makes the same changes.
 */
export function plannedChanges(seconds: number, random: () => number): readonly PlannedChange[] {
  const rounds = Math.max(1, Math.floor((seconds * 1000) / (kinds.length * changeEveryMs)));
  const inOrder = Array.from({ length: rounds }, () => drawn(kinds, kinds.length, random)).flat();
  return inOrder.map((kind, nth) => ({
    ...kind,
    afterMs: Math.round((nth + random()) * changeEveryMs),
    which: random(),
    awayMs: Math.round(random() * longestAwayMs[kind.service]),
  }));
}
