import { z } from 'zod';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { Problem } from './page.ts';

/** One revision of a resource: what changed with it, when and by whom. */
export const ResourceChange = z.object({
  revision: z.number().int(),
  at: Instant,
  by: PersonReference,
  /** What changed, in words. */
  text: z.string(),
  /** The members of the resource that changed. */
  fields: z.array(z.string()),
});
export type ResourceChange = z.infer<typeof ResourceChange>;

/**
 * The 412 answer to a command whose `If-Match` names an older revision: nothing was done. It says what changed since that
 * revision, oldest first, and how the resource is now.
 */
export const ChangedMeanwhileProblem = Problem.extend({
  code: z.literal('changed-meanwhile'),
  currentRevision: z.number().int(),
  changes: z.array(ResourceChange),
  current: z.unknown(),
});
export type ChangedMeanwhileProblem = z.infer<typeof ChangedMeanwhileProblem>;
