import { z } from 'zod';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';

/** The clinician who has said "I have this patient", and since when. */
export const Responsible = z.object({ person: PersonReference, since: Instant });
export type Responsible = z.infer<typeof Responsible>;
