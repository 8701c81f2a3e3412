import { z } from 'zod';
import { ContactId } from '../ids.ts';
import { updateOf } from './update.ts';

export const ContactKind = z.enum(['patient', 'next-of-kin', 'carer', 'general-practice', 'other']);
export type ContactKind = z.infer<typeof ContactKind>;

/** Loose on purpose: numbers are written in many ways, with extensions and from abroad. */
const PhoneNumber = z
  .string()
  .trim()
  .max(40)
  .regex(
    /^\+?[\d\s().-]+(?:(?:x|ext\.?)\s*\d{1,6})?$/i,
    'expected a phone number such as 01632 960123 or +44 1632 960123 ext 12',
  )
  .refine((text) => text.replaceAll(/\D/g, '').length >= 3, 'expected a phone number of at least 3 digits');

const optionalText = (most: number) => z.string().trim().min(1).max(most).nullable().default(null);

/** The whole contact as it is to be. */
export const ContactChange = z
  .object({
    kind: ContactKind,
    name: z.string().trim().min(1).max(200),
    /** To the patient, in words: daughter, neighbour. */
    relationship: optionalText(100),
    phone: PhoneNumber.nullable().default(null),
    email: z.email('expected an email address such as name@example.org').max(254).nullable().default(null),
    address: optionalText(500),
    /** One to try first. */
    preferred: z.boolean().default(false),
    /** When to call, a key safe, a language. */
    notes: optionalText(1000),
  })
  .refine(
    ({ phone, email, address }) => phone !== null || email !== null || address !== null,
    'expected at least one of phone, email and address',
  );
export type ContactChange = z.infer<typeof ContactChange>;

/** How the patient, or a person who knows the patient, is reached. */
export const Contact = z.object({
  id: ContactId,
  kind: ContactKind,
  name: z.string(),
  relationship: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  preferred: z.boolean(),
  notes: z.string().nullable(),
  /** Rises with every change. */
  revision: z.number().int(),
});
export type Contact = z.infer<typeof Contact>;

/** `PUT /patients/{id}/contacts/{contactId}`. */
export const ContactUpdate = updateOf({ resource: Contact, change: ContactChange });
