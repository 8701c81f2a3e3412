import type { ResourceChange } from '#libs/contracts';
import { use, useEffect, useId, useState } from 'react';
import type { z } from 'zod';
import { serverClock } from '../../time/server-clock.ts';
import { PersonContext } from '../frame/person.tsx';
import { draftStore } from './draft-store.ts';
import { type FormFault, faultsOf, faultsWithout } from './faults.ts';
import { type CommandOptions, type Seen, useCommand } from './use-command.ts';

export interface FormOptions<Values extends object, Body, Saw extends Seen, Answer> extends Omit<
  CommandOptions<Body, Saw, Answer>,
  'onDone'
> {
  /** Names the form among all: `resolve-alert/<alertId>`. What is typed is kept under it, for the person who types. */
  readonly name: string;
  /** As what may come back of a draft is read. Passwords and secrets do not belong in it. */
  readonly shape: z.ZodType<Values>;
  /** What the fields have when the form opens. */
  readonly initial: Values | (() => Values);
  /** What the person saw when the form was opened. */
  readonly opened: Saw;
  /** The paths that have a field on the form. */
  readonly fields?: readonly string[] | ((values: Values) => readonly string[]);
  /** What is missing or cannot be, before anything is sent. */
  readonly check?: (values: Values) => readonly FormFault[];
  /** What is sent: what was typed, and from what the person saw only what belongs with it. */
  readonly body: (values: Values, saw: Saw) => Body;
  readonly onDone: (answer: Answer, values: Values) => void | Promise<void>;
}

/** A form that is being filled in: its faults, each next to its field, and sending it. */
export interface Form {
  readonly name: string;
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
  /** Breaks off what is under way. */
  readonly abandon: () => void;
  /** When what has come back was typed; null where nothing has. */
  readonly restoredAt: number | null;
  /** Empties the form of what has come back. */
  readonly discard: () => void;
}

/** A form and what has been typed into it. */
export interface TypedForm<Values> extends Form {
  readonly values: Values;
  readonly set: (change: Partial<Values> | ((before: Values) => Values)) => void;
}

const noFaults = (): readonly FormFault[] => [];

/**
 * Checks, sends, and sorts what comes back to the fields it belongs to. What is sent is made from one version of what the
 * person saw and names that version, whatever the page behind the form shows by then: where a colleague has changed it
 * meanwhile nothing is done, what was typed is kept, and the next press is made from the version that has been shown since.
 *
 * What is typed is a draft until it is done or discarded: it survives back, reload, links and the end of the session. A draft
 * that comes back names the version that was seen when it was typed.
 */
export function useForm<Values extends object, Body, Saw extends Seen, Answer>(
  options: FormOptions<Values, Body, Saw, Answer>,
): TypedForm<Values> {
  const { opened, fields = [], check = noFaults, body, onChanged, onDone, name, ...rest } = options;
  const prefix = useId();
  const draft = useDraft(options);
  const { values } = draft;
  const [saw, setSaw] = useState(() => asSeen(opened, draft.revision));
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const { run, reset, error, changes, pending, abandon } = useCommand({
    send: rest.send,
    onDone: async (answer: Answer) => {
      draft.done();
      await onDone(answer, values);
    },
    onChanged: (current: Saw) => {
      setSaw(current);
      onChanged?.(current);
    },
  });
  const found = faultsOf(error);
  const known = typeof fields === 'function' ? fields(values) : fields;
  const faults = [...missing, ...(missing.length > 0 ? [] : found.filter(({ path }) => known.includes(path)))];
  const isElsewhere = found.length === 0 || faultsWithout(found, known).length > 0;
  return {
    name,
    idOf: (path) => `${prefix}${path.replaceAll('.', '-')}`,
    faultOf: (path) => faults.find((fault) => fault.path === path)?.message,
    faults,
    refusal: missing.length === 0 && isElsewhere ? error : null,
    changes: missing.length === 0 ? changes : undefined,
    pending,
    submit: () => {
      const now = check(values);
      setMissing(now);
      reset();
      if (now.length === 0) run(body(values, saw), saw);
    },
    abandon,
    restoredAt: draft.restoredAt,
    discard: () => {
      draft.discard();
      setSaw(opened);
      setMissing([]);
      reset();
    },
    values,
    set: (change) => draft.set(change, saw?.revision ?? null),
  };
}

interface TypedDraft<Values> {
  readonly values: Values;
  readonly revision: number | null;
  readonly restoredAt: number | null;
  readonly set: (change: Partial<Values> | ((before: Values) => Values), revision: number | null) => void;
  readonly discard: () => void;
  readonly done: () => void;
}

function useDraft<Values extends object>(options: {
  readonly name: string;
  readonly shape: z.ZodType<Values>;
  readonly initial: Values | (() => Values);
}): TypedDraft<Values> {
  const { name: form, shape, initial } = options;
  const personId = use(PersonContext)?.id ?? '';
  const name = { personId, form };
  const fresh = (): Values => (typeof initial === 'function' ? initial() : initial);
  const [restored, setRestored] = useState(() => {
    const draft = draftStore.read(name);
    const typed = shape.safeParse(draft?.values);
    return draft === undefined || !typed.success
      ? null
      : { at: draft.at, revision: draft.revision, values: typed.data };
  });
  const [values, setValues] = useState(() => restored?.values ?? fresh());
  const isRestored = restored !== null;
  useEffect(() => {
    if (isRestored) draftStore.cameBack({ personId, form });
    return () => draftStore.left({ personId, form });
  }, [personId, form, isRestored]);
  return {
    values,
    revision: restored?.revision ?? null,
    restoredAt: restored?.at ?? null,
    set: (change, revision) => {
      setValues((before) => {
        const after = typeof change === 'function' ? change(before) : { ...before, ...change };
        draftStore.save(name, { at: serverClock.now(), revision, values: after });
        return after;
      });
    },
    discard: () => {
      draftStore.clear(name, serverClock.now());
      setRestored(null);
      setValues(fresh());
    },
    done: () => draftStore.forget(name),
  };
}

/** What is on screen now, as the version that was seen when the draft was typed: sent so, it is refused if it has changed. */
function asSeen<Saw extends Seen>(opened: Saw, revision: number | null): Saw {
  return opened === null || revision === null ? opened : { ...opened, revision };
}
