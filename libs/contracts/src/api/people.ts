import { isTimeZone } from '#libs/clinical';
import { z } from 'zod';
import { Instant } from '../instant.ts';
import { PersonReference } from '../person-reference.ts';

export const roles = [
  'healthcare-assistant',
  'nurse',
  'prescriber',
  'coordinator',
  'operations',
  'administrator',
] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** What a role may be allowed to do; `docs/permissions.md` is printed from the matrix in libs/identity. */
export const permissions = [
  'view-wards',
  'view-patients',
  'manage-wards',
  'manage-patients',
  'correct-demographics',
  'merge-patients',
  'manage-referrals',
  'admit-and-discharge',
  'correct-stays',
  'exceed-capacity',
  'record-observations',
  'act-on-alerts',
  'prescribe',
  'view-devices',
  'register-devices',
  'issue-devices',
  'manage-gateways',
  'view-quarantine',
  'release-from-quarantine',
  'adjust-monitoring',
  'view-dead-letters',
  'replay-dead-letters',
  'view-staff',
  'manage-staff',
  'view-sent-messages',
  'set-test-clock',
] as const;
export const Permission = z.enum(permissions);
export type Permission = z.infer<typeof Permission>;

/** What a bearer token for another system may be good for: one thing, and nothing beside it. */
export const scopes = ['capacity:read'] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

/** Who is asking: a person who is signed in, or a script with a bearer token. */
export const Person = PersonReference.extend({ role: Role });
export type Person = z.infer<typeof Person>;

/** A time zone by its IANA name: `Europe/London`. */
export const TimeZone = z.string().refine(isTimeZone, 'expected a time zone such as Europe/London');
export type TimeZone = z.infer<typeof TimeZone>;

/** `GET /api/v1/me`. */
export const Me = Person.extend({
  permissions: z.array(Permission),
  /** Where the wards are: times are typed and shown as the clocks there show them. Europe/London where it is left out. */
  site: z.object({ timeZone: TimeZone }).optional(),
  /** Of a person who signed in with a browser, and when they have to do so again; left out for a bearer token. */
  session: z.object({ expiresAt: Instant }).optional(),
});
export type Me = z.infer<typeof Me>;
