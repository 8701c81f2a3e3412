import { z } from 'zod';
import { Instant } from '../instant.ts';

/**
 * `starting`: this process has not yet seen a reading of the canary come through, nor waited for long enough to be worried.
 * `late`: one is a little overdue. `down`: alerts may not arrive. `off`: it is not watched.
 */
export const CanaryState = z.enum(['off', 'starting', 'ok', 'late', 'down']);
export type CanaryState = z.infer<typeof CanaryState>;

/** Whether a reading travels the whole way from the broker to the consumers of signals and scores. */
export const CanaryHealth = z.object({
  state: CanaryState,
  /** Seconds since the last came through, by a clock that only goes on; null where none is known of. */
  ageSeconds: z.number().min(0).nullable(),
  /** When the last came through; null where none ever did. */
  lastAt: Instant.nullable(),
  /** Since when it has been in this state; for `down`, when alerts were last known to arrive. */
  since: Instant.nullable(),
});
export type CanaryHealth = z.infer<typeof CanaryHealth>;

/** What the auditor of escalation found when it looked last. */
export const AuditorFindings = z.object({
  /** Steps that are late. */
  late: z.number().int().min(0),
  /** Alerts whose next step is missing. */
  missing: z.number().int().min(0),
  checkedAt: Instant,
});
export type AuditorFindings = z.infer<typeof AuditorFindings>;

/** What is wrong with the cover of the next seven days. */
export const CoverFindings = z.object({
  /** Times on rotas for which no one is on call. */
  gaps: z.number().int().min(0),
  /** People on call who cannot be reached. */
  unreachable: z.number().int().min(0),
  /** Wards whose alerts climb by the built-in policy, since they have none of their own. */
  wardsWithoutPolicy: z.number().int().min(0),
});
export type CoverFindings = z.infer<typeof CoverFindings>;

/** `GET /api/v1/alerting/health`: whether alerts arrive. It needs neither sign-in nor database, and names no one. */
export const AlertingHealth = z.object({
  canary: CanaryHealth,
  /** Null while it is not known. */
  auditor: AuditorFindings.nullable(),
  /** Null while it is not known. */
  cover: CoverFindings.nullable(),
});
export type AlertingHealth = z.infer<typeof AlertingHealth>;
