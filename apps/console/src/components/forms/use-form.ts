import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type FormFault, faultsOf, faultsWithout } from './faults.ts';

export interface FormOptions<Body> {
  /** The paths that have a field on the form. */
  readonly fields: readonly string[];
  /** What is missing or cannot be, before anything is sent. */
  readonly check: () => readonly FormFault[];
  readonly body: () => Body;
  readonly send: (body: Body) => Promise<unknown>;
  readonly onDone: () => void | Promise<void>;
}

/** A form that is being filled in: its faults, each next to its field, and sending it. */
export interface Form {
  readonly idOf: (path: string) => string;
  readonly faultOf: (path: string) => string | undefined;
  /** Of fields on the form: what the summary links to. */
  readonly faults: readonly FormFault[];
  /** Refused for something that has no field here, or not answered at all. */
  readonly refusal: Error | null;
  readonly pending: boolean;
  readonly submit: () => void;
}

/** Checks, sends, and sorts what comes back to the fields it belongs to. */
export function useForm<Body>({ fields, check, body, send, onDone }: FormOptions<Body>): Form {
  const prefix = useId();
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const sending = useMutation({ mutationFn: send, onSuccess: onDone });
  const told = faultsOf(sending.error);
  const faults = [...missing, ...(missing.length > 0 ? [] : told.filter(({ path }) => fields.includes(path)))];
  const isElsewhere = told.length === 0 || faultsWithout(told, fields).length > 0;
  return {
    idOf: (path) => `${prefix}${path.replaceAll('.', '-')}`,
    faultOf: (path) => faults.find((fault) => fault.path === path)?.message,
    faults,
    refusal: missing.length === 0 && isElsewhere ? sending.error : null,
    pending: sending.isPending,
    submit: () => {
      const found = check();
      setMissing(found);
      sending.reset();
      if (found.length === 0) sending.mutate(body());
    },
  };
}
