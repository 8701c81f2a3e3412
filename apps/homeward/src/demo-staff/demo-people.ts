import { type ContactMethodsChange, derivedId, type Role } from '#libs/contracts';

/** A person as `POST /people` takes them: those who sign in have the id that they sign in with. */
export interface DemoMember {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** A person of the demo, and how they are reached. */
export interface DemoPerson {
  readonly member: DemoMember;
  readonly contacts: Pick<ContactMethodsChange, 'methods' | 'quietHours'>;
}

type Address = readonly [ContactMethodsChange['methods'][number]['channel'], string];

/**
 * Leads nowhere, and is not even connected to: the ledger says "refused", and the person's next method follows. What has an
 * address on the network is really sent, also by a demo.
 *
 * @see RFC 5737: 192.0.2.0/24 is for documentation.
 */
const nowhere = 'https://192.0.2.1';

/** @see RFC 8291, appendix A: the keys are those of its example. */
const subscriptionOfNoBrowser = JSON.stringify({
  endpoint: `${nowhere}/browser`,
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
});

/**
 * How those who sign in are reached. Addresses of e-mail are of example.org, telephone numbers of the range that is kept
 * free for drama: they are of no person.
 *
 * @see Ofcom, Telephone numbers for use in TV and radio drama programmes: mobile, 07700 900000 to 900999.
 */
const addressesOfRole: Readonly<Record<Role, readonly Address[]>> = {
  'healthcare-assistant': [['sms', '+447700900101']],
  nurse: [
    ['email', 'day.nurse@example.org'],
    ['sms', '+447700900102'],
  ],
  prescriber: [
    ['web-push', subscriptionOfNoBrowser],
    ['sms', '+447700900103'],
  ],
  coordinator: [['email', 'coordinator@example.org']],
  operations: [
    ['webhook', `${nowhere}/operations`],
    ['email', 'operations@example.org'],
  ],
  administrator: [['email', 'administrator@example.org']],
};

const colleague = (name: string, role: Role, addresses: readonly Address[]): DemoPerson => ({
  member: { id: derivedId('demo-person', name), name, role },
  contacts: contactsOf(addresses),
});

/** Colleagues who do not sign in. */
export const colleagues = {
  secondDayNurse: colleague('Bronwen Hale', 'nurse', [
    ['sms', '+447700900110'],
    ['email', 'bronwen.hale@example.org'],
  ]),
  nightNurse: colleague('Moira Kelso', 'nurse', [
    ['email', 'moira.kelso@example.org'],
    ['sms', '+447700900111'],
  ]),
  secondNightNurse: colleague('Tomos Reid', 'nurse', [
    ['webhook', `${nowhere}/tomos-reid`],
    ['sms', '+447700900112'],
  ]),
  /** Who has not said yet how to be reached: that is warned of. */
  unreachableNightNurse: colleague('Ife Adeyemi', 'nurse', []),
  /** Is not disturbed at night by less than a high alert. */
  prescriber: {
    ...colleague('Leah Marsden', 'prescriber', []),
    contacts: {
      ...contactsOf([['sms', '+447700900113']]),
      quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/London' },
    },
  },
} satisfies Readonly<Record<string, DemoPerson>>;

/** A person who signs in, as one who can be notified. */
export function demoPersonOf({ id, name, role }: DemoMember): DemoPerson {
  return { member: { id, name, role }, contacts: contactsOf(addressesOfRole[role]) };
}

/** In this order: the first is tried first. */
function contactsOf(addresses: readonly Address[]): DemoPerson['contacts'] {
  return { methods: addresses.map(([channel, address], order) => ({ channel, address, order })), quietHours: null };
}
