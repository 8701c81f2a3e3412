import { type Instant, type PersonReference, type Responsible, type Stay } from '#libs/contracts';
import { NotResponsibleError } from './stay-errors.ts';

/** What "I have this patient", or its end, makes of a stay; `none` where nothing changes. */
export type ResponsibleDecision =
  | { readonly change: 'none' }
  | { readonly change: 'set'; readonly responsible: Responsible | null; readonly text: string };

/** A clinician takes the patient on; taking over from a colleague is allowed, and the text says from whom. */
export function decideTaking({ responsible }: Stay, person: PersonReference, at: Instant): ResponsibleDecision {
  if (responsible?.person.id === person.id) return { change: 'none' };
  const text = responsible === null ? 'Took the patient on.' : `Took the patient over from ${responsible.person.name}.`;
  return { change: 'set', responsible: { person, since: at }, text };
}

/**
 * A clinician no longer has the patient.
 *
 * @throws NotResponsibleError when a colleague has the patient.
 */
export function decideHandingBack({ id, responsible }: Stay, person: PersonReference): ResponsibleDecision {
  if (responsible === null) return { change: 'none' };
  if (responsible.person.id !== person.id) throw new NotResponsibleError(id, responsible.person);
  return { change: 'set', responsible: null, text: 'Handed the patient back.' };
}
