import { z } from 'zod';

/** What can be set of the scoring service. */
export const ScoringSettings = z.object({
  SCORING_BATCH_SETS: z.coerce
    .number()
    .int()
    .min(1)
    .max(5000)
    .default(500)
    .describe('The most observation sets that are scored in one transaction.'),
  SCORING_CACHED_PATIENTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(15_000)
    .describe('Of how many patients what is known is kept in memory; about 4 kB each.'),
  SCORING_DUE_EVERY_MILLISECONDS: z.coerce
    .number()
    .int()
    .min(20)
    .max(60_000)
    .default(500)
    .describe(
      'How often the scoring service looks for what happens by itself by now: a value ages out, one is overdue.',
    ),
  SCORING_CLOCK_AHEAD_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(86_400)
    .default(900)
    .describe(
      'How far ahead of our clock a reading may have been taken and count at once; later ones count when their time has come. At least GATEWAY_CLOCK_AHEAD_SECONDS.',
    ),
  SCORING_DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(10)
    .describe('Connections to Postgres that the scoring service may hold at once.'),
});
export type ScoringSettings = z.infer<typeof ScoringSettings>;
