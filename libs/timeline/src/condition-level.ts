import type { Tier } from '#libs/clinical';
import type { Condition, StayId } from '#libs/contracts';
import type { Composition } from './composition.ts';
import type { Known } from './known-reading.ts';
import type { PlanVersions } from './plan-versions.ts';
import type { Rungs } from './silence.ts';

/** How urgent one condition is at a time, and why. */
export interface Level {
  readonly tier: Tier;
  readonly reason: () => string;
  /** Whether the score of that time belongs to it. */
  readonly ofScore: boolean;
  /** By when to respond, where the rule says so. */
  readonly respondWithinMinutes?: number | null;
  /** Of an event when it happened: another one is news, though the level is the same. */
  readonly occurredAtMs?: number;
}

/** The conditions of a stay that are above `low` at a time. */
export interface Levels {
  readonly stayId: StayId;
  readonly byCondition: ReadonlyMap<Condition, Level>;
}

/** Everything that the levels of a time follow from. */
export interface ConditionInputs {
  readonly atMs: number;
  readonly plans: PlanVersions;
  readonly known: Known;
  readonly composition: Composition;
  readonly rungs: Rungs;
}

/** Whether a poor reading that nothing has confirmed yet alerts, too. */
export type Trusting = 'what counts' | 'every reading';
