import type { ResourceChange } from '#libs/contracts';
import { useId, useState } from 'react';
import { type FormFault, faultsOf, faultsWithout } from './faults.ts';
import { type CommandOptions, type Seen, useCommand } from './use-command.ts';

export interface FormOptions<Body, Saw extends Seen, Answer> extends CommandOptions<Body, Saw, Answer> {
  /** What the person saw when the form was opened. */
  readonly opened: Saw;
  /** The paths that have a field on the form. */
  readonly fields?: readonly string[];
  /** What is missing or cannot be, before anything is sent. */
  readonly check?: () => readonly FormFault[];
  /** What is sent: what was typed, and from what the person saw only what belongs with it. */
  readonly body: (saw: Saw) => Body;
}

/** A form that is being filled in: its faults, each next to its field, and sending it. */
export interface Form {
  readonly idOf: (path: string) => string;
  readonly faultOf: (path: string) => string | undefined;
  /** Of fields on the form: what the summary links to. */
  readonly faults: readonly FormFault[];
  /** Refused for something that has no field here, or not answered at all. */
  readonly refusal: Error | null;
  /** What had changed since the form was opened, where that is why it was not done. Submitted again, it is confirmed. */
  readonly changes: readonly ResourceChange[] | undefined;
  readonly pending: boolean;
  readonly submit: () => void;
}

const noFaults = (): readonly FormFault[] => [];

/**
 * Checks, sends, and sorts what comes back to the fields it belongs to. What is sent is made from one version of what the
 * person saw and names that version, whatever the page behind the form shows by then: where a colleague has changed it
 * meanwhile nothing is done, what was typed is kept, and the next press is made from the version that has been shown since.
 */
export function useForm<Body, Saw extends Seen, Answer>(options: FormOptions<Body, Saw, Answer>): Form {
  const { opened, fields = [], check = noFaults, body, onChanged, ...command } = options;
  const prefix = useId();
  const [saw, setSaw] = useState(opened);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const { run, reset, error, changes, pending } = useCommand({
    ...command,
    onChanged: (current) => {
      setSaw(current);
      onChanged?.(current);
    },
  });
  const found = faultsOf(error);
  const faults = [...missing, ...(missing.length > 0 ? [] : found.filter(({ path }) => fields.includes(path)))];
  const isElsewhere = found.length === 0 || faultsWithout(found, fields).length > 0;
  return {
    idOf: (path) => `${prefix}${path.replaceAll('.', '-')}`,
    faultOf: (path) => faults.find((fault) => fault.path === path)?.message,
    faults,
    refusal: missing.length === 0 && isElsewhere ? error : null,
    changes: missing.length === 0 ? changes : undefined,
    pending,
    submit: () => {
      const now = check();
      setMissing(now);
      reset();
      if (now.length === 0) run(body(saw), saw);
    },
  };
}
