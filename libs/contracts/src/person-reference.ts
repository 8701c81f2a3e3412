import { z } from 'zod';

/** A person, as what they did is kept: by id, with the name they had then beside it. */
export const PersonReference = z.object({ id: z.string().min(1), name: z.string().min(1) });
export type PersonReference = z.infer<typeof PersonReference>;

/** The author of what no person does: a correction that withdraws an alert, a task that has become pointless. */
export const homewardItself: PersonReference = { id: 'homeward', name: 'Homeward' };
