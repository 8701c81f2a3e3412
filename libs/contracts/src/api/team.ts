import { z } from 'zod';
import { TeamId, WardId } from '../ids.ts';
import { StaffId } from './staff.ts';
import { updateOf } from './update.ts';

const distinct = <Id extends z.ZodType<string>>(id: Id, most: number) =>
  z
    .array(id)
    .max(most)
    .transform((ids) => [...new Set(ids)]);

/** The whole team as it is to be. */
export const NewTeam = z.object({
  name: z.string().trim().min(1).max(200),
  wardIds: distinct(WardId, 500).default([]),
  personIds: distinct(StaffId, 500).default([]),
  /** Teams whose members belong to this one too. */
  teamIds: distinct(TeamId, 100).default([]),
});
export type NewTeam = z.infer<typeof NewTeam>;

export const Team = z.object({
  id: TeamId,
  name: z.string(),
  /** Empty: all wards. */
  wardIds: z.array(WardId),
  personIds: z.array(StaffId),
  teamIds: z.array(TeamId),
  /** Rises with every change. */
  revision: z.number().int(),
});
export type Team = z.infer<typeof Team>;

/** `PUT /teams/{id}`. */
export const TeamUpdate = updateOf({ resource: Team, change: NewTeam });
