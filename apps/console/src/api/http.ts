import { Problem } from '#libs/contracts';
import type { z } from 'zod';
import { RefusedError, SignedOutError, UnexpectedAnswerError, UnreachableError } from './api-errors.ts';
import { serverClock } from '../live/server-clock.ts';

export interface ApiRequest<Schema extends z.ZodType> {
  /** Under `/api/v1`, for example `/wards`. */
  readonly path: string;
  readonly schema: Schema;
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks the clinician API and returns the answer as its schema reads it.
 *
 * @throws SignedOutError after a 401, having sent the browser to sign in and back to this page.
 * @throws RefusedError for problem details. @throws UnexpectedAnswerError for an answer of another shape.
 * @throws UnreachableError when there is no answer.
 */
export async function ask<Schema extends z.ZodType>(request: ApiRequest<Schema>): Promise<z.infer<Schema>> {
  const { path, schema, method = 'GET', body, signal } = request;
  const response = await send(`/api/v1${path}`, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status === 401) {
    goToSignIn();
    throw new SignedOutError();
  }
  serverClock.hearDateHeader(response.headers.get('date'));
  const json = await jsonOf(response, path);
  if (!response.ok) throw refusal(response, json, path);
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new UnexpectedAnswerError(path, firstFault(parsed.error));
  return parsed.data;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new UnreachableError(url, { cause: error });
  }
}

async function jsonOf(response: Response, path: string): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new UnexpectedAnswerError(path, `status ${String(response.status)} with text that is not JSON`);
  }
}

function refusal(response: Response, json: unknown, path: string): Error {
  const problem = Problem.safeParse(json);
  if (problem.success) return new RefusedError(problem.data);
  return new UnexpectedAnswerError(path, `status ${String(response.status)} without problem details`);
}

function firstFault(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unreadable' : `${issue.path.join('.') || 'the whole'}: ${issue.message}`;
}

/** Leaves for the sign-in page, which comes back to where the person was. */
export function goToSignIn(): void {
  const { pathname, search, hash } = window.location;
  window.location.assign(`/auth/login?returnTo=${encodeURIComponent(pathname + search + hash)}`);
}
