import { z } from 'zod';
import { PersonReference } from '../person-reference.ts';

export const roles = ['healthcare-assistant', 'nurse', 'prescriber', 'operations', 'administrator'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** What a role may be allowed to do; `docs/permissions.md` is printed from the matrix in libs/identity. */
export const permissions = [
  'view-wards',
  'view-patients',
  'manage-wards',
  'manage-patients',
  'admit-and-discharge',
  'record-observations',
  'act-on-alerts',
  'prescribe',
  'manage-devices',
  'manage-gateways',
  'view-quarantine',
  'release-from-quarantine',
  'adjust-monitoring',
  'view-dead-letters',
  'replay-dead-letters',
  'set-test-clock',
] as const;
export const Permission = z.enum(permissions);
export type Permission = z.infer<typeof Permission>;

/** Who is asking: a person who is signed in, or a script with a bearer token. */
export const Person = PersonReference.extend({ role: Role });
export type Person = z.infer<typeof Person>;

/** `GET /api/v1/me`. */
export const Me = Person.extend({ permissions: z.array(Permission) });
export type Me = z.infer<typeof Me>;
