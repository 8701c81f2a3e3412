import type { CalendarShift } from './read-calendar.ts';

/** A person as a calendar may name them. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
  readonly emails: readonly string[];
}

export type PersonFound =
  { readonly found: true; readonly personId: string } | { readonly found: false; readonly because: string };

/**
 * Whose shift an event of a calendar is: the one person whose id, email address or name is that of an attendee, else the words
 * of the event, else its organiser.
 */
export function personOfShift(
  { attendees, summary, organisers }: CalendarShift,
  people: readonly NamedPerson[],
): PersonFound {
  for (const words of [attendees, [summary], organisers]) {
    for (const isNamed of waysOfNaming) {
      const matching = people.filter((person) => words.some((word) => isNamed(person, word)));
      const [one, another] = matching;
      if (one === undefined) continue;
      if (another === undefined) return { found: true, personId: one.id };
      const listed = matching.map(({ id, name }) => `${name} (${id})`).join(', ');
      return { found: false, because: `is the shift of one person, found several: ${listed}` };
    }
  }
  const words = [...attendees, summary, ...organisers].filter((word) => word !== '').map((word) => `“${word}”`);
  const named = words.length === 0 ? 'names no person' : `no person is called ${[...new Set(words)].join(' or ')}`;
  return { found: false, because: `${named}: expected the id, email address or name of a person` };
}

/** The surest first: two people may have one name. */
const waysOfNaming: readonly ((person: NamedPerson, word: string) => boolean)[] = [
  ({ id }, word) => id === word,
  ({ emails }, word) => emails.some((email) => email.toLowerCase() === word.toLowerCase()),
  ({ name }, word) => name.toLowerCase() === word.toLowerCase(),
];
