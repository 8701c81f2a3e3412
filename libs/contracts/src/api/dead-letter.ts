import { z } from 'zod';
import { DeadLetter } from '../events/operations.ts';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';
import { PageQuery } from './page.ts';

/** A dead letter, and when an administrator had it tried again. */
export const DeadLetterEntry = DeadLetter.extend({
  replays: z.array(z.object({ at: Instant, by: PersonReference })),
});
export type DeadLetterEntry = z.infer<typeof DeadLetterEntry>;

export const DeadLetterQuery = PageQuery.extend({ group: z.string().optional(), topic: z.string().optional() });
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>;
