import { ChangedMeanwhileProblem, Problem, type ResourceChange } from '#libs/contracts';
import type { z } from 'zod';
import {
  AnsweredByAnotherError,
  RefusedError,
  SignedOutError,
  TimedOutError,
  UnexpectedAnswerError,
  UnreachableError,
} from './api-errors.ts';
import { session } from '../session/session.ts';
import { serverClock } from '../time/server-clock.ts';

export interface ApiRequest<Schema extends z.ZodType> {
  /** Under `/api/v1`, for example `/wards`. */
  readonly path: string;
  readonly schema: Schema;
  readonly signal?: AbortSignal | undefined;
  /** What is asked, where it belongs in no address; it is posted then, and changes nothing. */
  readonly body?: unknown;
}

/** What makes a command out of a press of a button. */
export interface Press {
  /** The same for a repeat of the same press, which then acts once. */
  readonly idempotencyKey: string;
  /** Of what the person saw; null where what is changed has none. */
  readonly revision: number | null;
  /** Breaks it off: the person has changed their mind. */
  readonly signal?: AbortSignal;
}

export interface CommandRequest<Answer extends z.ZodType, Seen extends z.ZodType> {
  readonly path: string;
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  /** Left out where the address says everything. Sent as JSON, unless another media type says how its text is to be read. */
  readonly body?: unknown;
  readonly mediaType?: 'text/calendar' | 'text/csv';
  readonly press: Press;
  readonly answer: Answer;
  /** What the person saw and acted on: what `press.revision` is the revision of. */
  readonly seen: Seen;
}

/** A command was done; or it was not, because what the person saw had changed meanwhile. */
export type CommandOutcome<Answer, Seen> =
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'changed-meanwhile'; readonly changes: readonly ResourceChange[]; readonly current: Seen };

/**
 * Asks the clinician API and returns the answer as its schema reads it.
 *
 * @throws SignedOutError after a 401; the session on screen is then known to have ended.
 * @throws RefusedError for problem details. @throws UnexpectedAnswerError for an answer of another shape.
 * @throws UnreachableError when there is no answer. @throws TimedOutError when there is none in time.
 * @throws AnsweredByAnotherError when something else answered in Homeward's place.
 */
export async function ask<Schema extends z.ZodType>(request: ApiRequest<Schema>): Promise<z.infer<Schema>> {
  const { path, schema, signal, body } = request;
  const posted = body !== undefined;
  const answer = await exchange(path, {
    ...(posted && { method: 'POST', body: JSON.stringify(body) }),
    headers: { accept: 'application/json', ...(posted && { 'content-type': 'application/json' }) },
    ...(signal === undefined ? {} : { signal }),
  });
  if (!answer.ok) throw refusal(answer, path);
  return read(schema, answer.json, path);
}

/**
 * Asks the clinician API for an answer in another form than JSON: a file to be saved. Throws as `ask` does.
 *
 * @param accept the form: `text/csv`.
 */
export async function askForText(path: string, accept: string): Promise<string> {
  return (await askForFile(path, accept)).text();
}

/** The same for a file that need not be text: a workbook. Throws as `ask` does. */
export async function askForFile(path: string, accept: string): Promise<Blob> {
  const { response, body, asOf } = await send(path, { headers: { accept } });
  if (response.ok && response.headers.get('content-type')?.startsWith(accept) === true) return body;
  if (response.status === 401) {
    session.ended(asOf);
    throw new SignedOutError();
  }
  throw refusal({ ok: false, status: response.status, json: jsonOf(response, await body.text(), path) }, path);
}

/** Has the clinician API do something, if what the person saw is still so. Throws as `ask` does. */
export async function command<Answer extends z.ZodType, Seen extends z.ZodType>(
  request: CommandRequest<Answer, Seen>,
): Promise<CommandOutcome<z.infer<Answer>, z.infer<Seen>>> {
  const { path, method = 'POST', body, mediaType, press, answer: schema, seen } = request;
  const answer = await exchange(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': mediaType ?? 'application/json' }),
      'idempotency-key': press.idempotencyKey,
      ...(press.revision === null ? {} : { 'if-match': `"${String(press.revision)}"` }),
    },
    ...(body === undefined ? {} : { body: textOf(body, mediaType) }),
    ...(press.signal === undefined ? {} : { signal: press.signal }),
  });
  if (answer.ok) return { kind: 'done', answer: read(schema, answer.json, path) };
  const changed = ChangedMeanwhileProblem.safeParse(answer.json);
  if (!changed.success) throw refusal(answer, path);
  const { changes, current } = changed.data;
  return { kind: 'changed-meanwhile', changes, current: read(seen, current, path) };
}

const textOf = (body: unknown, mediaType: string | undefined): string =>
  mediaType !== undefined && typeof body === 'string' ? body : JSON.stringify(body);

/** Longer than a sound service ever takes; what is not there by then is said not to be. */
const readLimitMs = 10_000;
const commandLimitMs = 20_000;

interface Exchanged {
  readonly ok: boolean;
  readonly status: number;
  readonly json: unknown;
}

async function exchange(path: string, init: RequestInit): Promise<Exchanged> {
  const { response, body, asOf } = await send(path, init);
  if (response.status === 401) {
    session.ended(asOf);
    throw new SignedOutError();
  }
  serverClock.hearDateHeader(response.headers.get('date'));
  return { ok: response.ok, status: response.status, json: jsonOf(response, await body.text(), path) };
}

interface Sent {
  readonly response: Response;
  readonly body: Blob;
  /** The session that it was sent in. */
  readonly asOf: number;
}

/** Sends, and waits for all of the answer. */
async function send(path: string, init: RequestInit): Promise<Sent> {
  const asOf = session.signIns();
  const changes = init.method !== undefined;
  const waitedMs = changes ? commandLimitMs : readLimitMs;
  const limit = AbortSignal.timeout(waitedMs);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  try {
    const response = await fetch(`/api/v1${path}`, { ...init, signal });
    return { response, body: await response.blob(), asOf };
  } catch (error) {
    if (limit.aborted) throw new TimedOutError(path, { waitedMs, changes });
    if (init.signal?.aborted === true) throw error;
    throw new UnreachableError(path, { cause: error });
  }
}

/** Homeward answers in JSON, always: anything else is not its answer. */
function jsonOf(response: Response, text: string, path: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new AnsweredByAnotherError(path, response.status);
  }
}

function refusal({ status, json }: Exchanged, path: string): Error {
  const problem = Problem.safeParse(json);
  if (problem.success) return new RefusedError(problem.data);
  if (status >= 502) return new AnsweredByAnotherError(path, status);
  return new UnexpectedAnswerError(path, `status ${String(status)} without problem details`);
}

/**
 * An answer, or a part of one, as its schema reads it.
 *
 * @throws UnexpectedAnswerError for another shape.
 */
export function read<Schema extends z.ZodType>(schema: Schema, json: unknown, path: string): z.infer<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const fault = issue === undefined ? 'unreadable' : `${issue.path.join('.') || 'the whole'}: ${issue.message}`;
  throw new UnexpectedAnswerError(path, fault);
}
