import { z } from 'zod';
import { RotaId, TeamId, WardId } from '../ids.ts';
import { PageQuery } from './page.ts';
import { Role, TimeZone } from './people.ts';
import { updateOf } from './update.ts';

/** The id of a person: the subject that a sign-in service names, or one that Homeward gave. */
export const StaffId = z.string().trim().min(1).max(200);
export type StaffId = z.infer<typeof StaffId>;

/** A time of day on the clocks of a time zone: `08:00`. */
export const LocalTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day from 00:00 to 23:59, such as 08:00');
export type LocalTime = z.infer<typeof LocalTime>;

export const contactChannels = ['email', 'sms', 'web-push', 'webhook'] as const;
export const ContactChannel = z.enum(contactChannels);
export type ContactChannel = z.infer<typeof ContactChannel>;

/** What a browser gives when it subscribes to notifications, as `PushSubscription.toJSON()` writes it. */
const PushSubscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }),
  keys: z.object({ p256dh: z.base64url().min(1), auth: z.base64url().min(1) }),
});

/** What an address has to be, by channel, and how that is said. */
const addresses: Readonly<Record<ContactChannel, { readonly schema: z.ZodType; readonly expected: string }>> = {
  email: { schema: z.email().max(254), expected: 'expected an email address such as name@example.org' },
  sms: {
    schema: z.string().regex(/^\+[1-9]\d{6,14}$/),
    expected: 'expected a phone number with its country code and no spaces (E.164), such as +447700900123',
  },
  'web-push': {
    schema: z
      .string()
      .max(4000)
      .transform((text, context) => jsonOf(text, context))
      .pipe(PushSubscription),
    expected: 'expected the JSON of a browser’s push subscription: its endpoint, and its keys p256dh and auth',
  },
  webhook: {
    schema: z.url().max(2000).refine(isWebhookAddress),
    expected: 'expected an https address such as https://example.org/alerts (http only on this machine: localhost)',
  },
};

function jsonOf(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message for the channel says what was expected.
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
}

function isWebhookAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** One way to reach a person. */
export const ContactMethod = z
  .object({
    channel: ContactChannel,
    /** An email address, a phone number, the address of a webhook, or a push subscription as JSON, by channel. */
    address: z.string().trim().min(1),
    /** The lowest is tried first. */
    order: z.number().int().min(0).max(100),
  })
  .superRefine(({ channel, address }, context) => {
    const { schema, expected } = addresses[channel];
    if (!schema.safeParse(address).success)
      context.addIssue({ code: 'custom', path: ['address'], message: expected, input: address });
  });
export type ContactMethod = z.infer<typeof ContactMethod>;

/** When a person is not to be disturbed but by what is most urgent. It may go over midnight. */
export const QuietHours = z
  .object({ from: LocalTime, to: LocalTime, timeZone: TimeZone })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'expected another time than from' });
export type QuietHours = z.infer<typeof QuietHours>;

const Language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'expected a language such as en or cy')
  .max(35);

/** `PUT /people/{id}/contact-methods`: all of them as they are to be. */
export const ContactMethodsChange = z.object({
  methods: z
    .array(ContactMethod)
    .max(20)
    .refine((methods) => new Set(methods.map(({ order }) => order)).size === methods.length, {
      error: 'expected each method to have an order of its own',
    })
    .refine(
      (methods) => new Set(methods.map(({ channel, address }) => `${channel} ${address}`)).size === methods.length,
      { error: 'expected no address twice' },
    ),
  /** None where it is left out. */
  quietHours: QuietHours.nullable().default(null),
  /** As it was where it is left out. */
  language: Language.optional(),
});
export type ContactMethodsChange = z.infer<typeof ContactMethodsChange>;

const Name = z.string().trim().min(1).max(200);
/** Those the person works on; none means all of them. */
const WardIds = z
  .array(WardId)
  .max(500)
  .transform((ids) => [...new Set(ids)]);

/** `POST /people`. */
export const NewStaffMember = z.object({
  /** The subject that the sign-in service names, where it is known: the person who signs in is then this one. */
  id: StaffId.optional(),
  name: Name,
  role: Role,
  wardIds: WardIds.default([]),
});
export type NewStaffMember = z.infer<typeof NewStaffMember>;

/** What is to be of a person, but for how they are reached. */
export const StaffChange = z.object({
  name: Name,
  role: Role,
  wardIds: WardIds,
  /** A person who is not active is notified of nothing. As it was where it is left out. */
  active: z.boolean().optional(),
});
export type StaffChange = z.infer<typeof StaffChange>;

/** A way to reach a person, as others see it. */
export const ShownContactMethod = z.object({
  channel: ContactChannel,
  /** Null where the reader may not see it: only the person and those who manage staff do. */
  address: z.string().nullable(),
  order: z.number().int(),
});
export type ShownContactMethod = z.infer<typeof ShownContactMethod>;

/** A person who can be notified: one who has signed in, or was added by hand. */
export const StaffMember = z.object({
  id: StaffId,
  name: z.string(),
  role: Role,
  /** Empty: all wards. */
  wardIds: z.array(WardId),
  /** In their order. */
  contactMethods: z.array(ShownContactMethod),
  quietHours: QuietHours.nullable(),
  language: z.string(),
  addedBy: z.enum(['sign-in', 'hand']),
  active: z.boolean(),
  /** Rises with every change; 0 where nothing has been kept yet of who asks. */
  revision: z.number().int(),
});
export type StaffMember = z.infer<typeof StaffMember>;

/** `PUT /people/{id}`. */
export const StaffMemberUpdate = updateOf({ resource: StaffMember, change: StaffChange });

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

/** `GET /people`. */
export const StaffQuery = PageQuery.extend({
  role: Role.optional(),
  /** Those who work on this ward: it is one of theirs, or they work on all of them. */
  wardId: WardId.optional(),
  active: yesOrNo.optional(),
});
export type StaffQuery = z.infer<typeof StaffQuery>;

/** Whom to notify: a person, who is on call on a rota, a team, or everyone in a role on the ward. */
export const NotificationTarget = z.union([
  z.strictObject({ personId: StaffId }),
  z.strictObject({ rotaId: RotaId }),
  z.strictObject({ teamId: TeamId }),
  z.strictObject({ role: Role }),
]);
export type NotificationTarget = z.infer<typeof NotificationTarget>;
