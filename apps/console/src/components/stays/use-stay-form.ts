import type { Stay } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { CommandOutcome, Press } from '../../api/http.ts';
import { stayQuery } from '../../api/queries.ts';
import type { FormFault } from '../forms/faults.ts';
import { type TypedForm, useForm } from '../forms/use-form.ts';
import { askingForBed } from '../wards/use-room.ts';
import { stayStateWords } from '../words/stay-words.ts';
import { canMake, type StayChange } from './stay-changes.ts';
import { useRefreshStays } from './use-refresh-stays.ts';

export interface StayFormProps {
  /** The form's name, which its opener has as well. */
  readonly form: string;
  readonly stay: Stay;
  readonly patientLabel: string;
  readonly now: number;
  readonly onClose: () => void;
}

export interface StayFormOptions<Values extends object, Body> extends StayFormProps {
  readonly change: StayChange;
  readonly shape: z.ZodType<Values>;
  readonly initial: Values;
  readonly fields: readonly string[];
  readonly check?: (values: Values) => readonly FormFault[];
  readonly body: (values: Values) => Body;
  readonly send: (body: Body, press: Press) => Promise<CommandOutcome<unknown, Stay>>;
}

/** A form that changes a stay, and whether a colleague has left nothing to be done. */
export function useStayForm<Values extends object, Body>(
  options: StayFormOptions<Values, Body>,
): { readonly form: TypedForm<Values>; readonly over: string | null } {
  const { form: name, stay, change, now, onClose, shape, initial, fields, check, body, send } = options;
  const client = useQueryClient();
  const refresh = useRefreshStays();
  const form = useForm({
    name,
    shape,
    initial,
    fields,
    opened: stay,
    ...(check === undefined ? {} : { check }),
    body,
    send: (sent, press) => askingForBed(client, send(sent, press)),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: (current) => client.setQueryData(stayQuery(stay.id).queryKey, current),
  });
  return { form, over: canMake(change, stay) ? null : stayStateWords(stay, now) };
}
