import type { Stay } from '#libs/contracts';
import { use } from 'react';
import type { FormAmong } from '../forms/use-form-disclosure.ts';
import { PersonContext } from '../frame/person.tsx';
import { canMake, changeButton, permissionFor, type StayChange, stayChanges, stayFormId } from './stay-changes.ts';

export interface StayButtonsProps {
  readonly stay: Pick<Stay, 'id' | 'state'>;
  readonly among: FormAmong;
  /** Those that have a button elsewhere, or none here. */
  readonly without?: readonly StayChange[];
}

/** What can be made of a stay by the person signed in, a button each. */
export function StayButtons({ stay, among, without = [] }: StayButtonsProps) {
  const permissions = use(PersonContext)?.permissions ?? [];
  return stayChanges
    .filter(
      (change) => canMake(change, stay) && permissions.includes(permissionFor(change)) && !without.includes(change),
    )
    .map((change) => (
      <button
        key={change}
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        {...among.openerOf(stayFormId({ change, stayId: stay.id, target: '' }))}
      >
        {changeButton(change)}
      </button>
    ));
}
