import { use, useState } from 'react';
import { serverClock } from '../../time/server-clock.ts';
import { PersonContext } from '../frame/person.tsx';
import { draftStore } from './draft-store.ts';

/** For the button that opens a form: the form gives the focus back to whatever button opens it. */
export interface Opener {
  readonly 'data-opens': string;
  readonly onClick: () => void;
}

/** A form that a button opens; open again, with what was typed, after back, reload or a link. */
export interface FormDisclosure {
  readonly form: string;
  readonly isOpen: boolean;
  readonly opener: Opener;
  /** Closes the form and forgets what was typed into it. */
  readonly close: () => void;
}

/** @param form the name that `useForm` is given as well: `resolve-alert/<alertId>`. */
export function useFormDisclosure(form: string): FormDisclosure {
  const { openId, openerOf, close } = useFormAmong(form, '');
  return { form, isOpen: openId !== null, opener: openerOf(''), close };
}

/** One form at a time for one of many things, such as a reading of a table. */
export interface FormAmong {
  /** Of the thing whose form is open. */
  readonly openId: string | null;
  readonly openerOf: (id: string) => Opener;
  readonly close: () => void;
}

/**
 * @param start of the names of the forms, which end with the id of the thing: `correct-reading/<patientId>/`.
 * @param only the one id that there can be; left out for any.
 */
export function useFormAmong(start: string, only?: string): FormAmong {
  const personId = use(PersonContext)?.id ?? '';
  const [openId, setOpenId] = useState(
    () => draftStore.openForms(personId, start).find((id) => only === undefined || id === only) ?? null,
  );
  return {
    openId,
    openerOf: (id) => ({
      'data-opens': `${start}${id}`,
      onClick: () => {
        draftStore.openByHand({ personId, form: `${start}${id}` }, serverClock.now());
        setOpenId(id);
      },
    }),
    close: () => {
      if (openId !== null) draftStore.forget({ personId, form: `${start}${openId}` });
      setOpenId(null);
    },
  };
}
