import { ContactChannel, contactChannels, ContactMethodsChange, type StaffMember } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import type { FormFault } from '../forms/faults.ts';
import { schemaFaults } from '../forms/schema-faults.ts';

/** Contact methods as they are typed; their order is that of the list. */
export const TypedContactMethods = z.object({
  methods: z.array(z.object({ channel: ContactChannel, address: z.string() })),
  quiet: z.enum(['no', 'yes']),
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  language: z.string(),
});
export type TypedContactMethods = z.infer<typeof TypedContactMethods>;

/** Those that are typed in: a browser is subscribed instead. */
export const typedChannels = contactChannels.filter((channel) => channel !== 'web-push');

export function typedOf(member: StaffMember, zone: string): TypedContactMethods {
  const { contactMethods, quietHours, language } = member;
  return {
    methods: contactMethods.map(({ channel, address }) => ({ channel, address: address ?? '' })),
    quiet: quietHours === null ? 'no' : 'yes',
    from: quietHours?.from ?? '22:00',
    to: quietHours?.to ?? '07:00',
    timeZone: quietHours?.timeZone ?? zone,
    language,
  };
}

/** What is sent, as the service reads it. */
export const contactsBody = ({ methods, quiet, from, to, timeZone, language }: TypedContactMethods) => ({
  methods: methods.map(({ channel, address }, order) => ({ channel, address: address.trim(), order })),
  quietHours: quiet === 'yes' ? { from: from.trim(), to: to.trim(), timeZone } : null,
  language: language.trim(),
});

const quietFields = ['from', 'to', 'timeZone'] as const;
/** The paths of the fields that are on the form. */
export const contactFields = ({ methods, quiet }: TypedContactMethods): readonly string[] => [
  ...methods.map((_method, index) => `methods.${String(index)}.address`),
  ...(quiet === 'yes' ? quietFields.map((name) => `quietHours.${name}`) : []),
  'language',
];

/** What the service would refuse, at the field that it is about: it reads by the same schema. */
export function contactFaults(typed: TypedContactMethods): readonly FormFault[] {
  const blank = typed.methods.flatMap(({ address }, index) =>
    address.trim() === '' ? [{ path: `methods.${String(index)}.address`, message: t`Enter an address` }] : [],
  );
  return blank.length > 0 ? blank : schemaFaults(ContactMethodsChange, contactsBody(typed), contactFields(typed));
}
