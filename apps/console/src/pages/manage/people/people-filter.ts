import { Role, WardId } from '#libs/contracts';
import { z } from 'zod';
import type { PeopleFilter } from '../../../api/staff.ts';

const Filter = z.object({
  role: Role.optional().catch(undefined),
  wardId: WardId.optional().catch(undefined),
  active: z.enum(['true', 'false']).optional().catch(undefined),
});

/** Which people the address asks for; those who are active where it does not say. `active=any` asks for all. */
export function peopleFilterOf(search: string): PeopleFilter {
  const asked = Object.fromEntries(new URLSearchParams(search));
  const { role, wardId, active } = Filter.parse(asked);
  return { role, wardId, active: asked['active'] === 'any' ? undefined : (active ?? 'true') };
}

/** `?…` for the address, without what goes without saying. */
export function peopleSearchOf({ role, wardId, active }: PeopleFilter): string {
  const asked = new URLSearchParams();
  if (role !== undefined) asked.set('role', role);
  if (wardId !== undefined) asked.set('wardId', wardId);
  if (active !== 'true') asked.set('active', active ?? 'any');
  const text = asked.toString();
  return text === '' ? '' : `?${text}`;
}
