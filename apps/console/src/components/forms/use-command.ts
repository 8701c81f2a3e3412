import type { ResourceChange } from '#libs/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { v4 } from 'uuid';
import { OfflineError, RefusedError } from '../../api/api-errors.ts';
import type { CommandOutcome, Press } from '../../api/http.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';

/** Something that a person acts on; null for what has no revision. */
export type Seen = { readonly revision: number } | null;

export interface CommandOptions<Body, Saw extends Seen, Answer> {
  readonly send: (body: Body, press: Press) => Promise<CommandOutcome<Answer, Saw>>;
  readonly onDone: (answer: Answer) => void | Promise<void>;
  /** It was not done, since this had changed meanwhile: to be shown as it is now. */
  readonly onChanged?: (current: Saw) => void;
}

/** A command of a person's, and what has become of it. */
export interface Command<Body, Saw extends Seen> {
  readonly run: (body: Body, saw: Saw) => void;
  readonly pending: boolean;
  readonly error: Error | null;
  /** What had changed meanwhile, where that is why it was not done; undefined where it is not. */
  readonly changes: readonly ResourceChange[] | undefined;
  /** Forgets what has become of it. */
  readonly reset: () => void;
  /** The person has changed their mind: what is under way is broken off, and fetched anew in case it was done all the same. */
  readonly abandon: () => void;
}

/**
 * Sends what a person decided together with what the person saw, so that nothing unseen is overwritten. It is sent at once or
 * not at all: neither parked while there is no network nor tried again by itself.
 */
export function useCommand<Body, Saw extends Seen, Answer>(
  options: CommandOptions<Body, Saw, Answer>,
): Command<Body, Saw> {
  const { send, onDone, onChanged } = options;
  const [keys] = useState(() => new IdempotencyKeys(v4));
  const sending = useRef<AbortController | null>(null);
  const client = useQueryClient();
  const mutation = useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: async ({ body, saw }: { readonly body: Body; readonly saw: Saw }) => {
      if (!navigator.onLine) throw new OfflineError();
      const revision = saw?.revision ?? null;
      const stopping = new AbortController();
      sending.current = stopping;
      try {
        const press = { idempotencyKey: keys.keyFor({ body, revision }), revision, signal: stopping.signal };
        const outcome = await send(body, press);
        keys.answered();
        return outcome;
      } catch (error) {
        if (error instanceof RefusedError && !error.transient) keys.answered();
        throw error;
      } finally {
        sending.current = null;
      }
    },
    onSuccess: (outcome) => (outcome.kind === 'done' ? onDone(outcome.answer) : onChanged?.(outcome.current)),
  });
  return {
    run: (body, saw) => mutation.mutate({ body, saw }),
    pending: mutation.isPending,
    error: mutation.error,
    changes: mutation.data?.kind === 'changed-meanwhile' ? mutation.data.changes : undefined,
    reset: mutation.reset,
    abandon: () => {
      if (sending.current === null) return;
      sending.current.abort();
      mutation.reset();
      void client.invalidateQueries();
    },
  };
}
