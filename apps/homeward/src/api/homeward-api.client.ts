import { type HomewardError, type Page, pageOf, Patient, Problem, type Role } from '#libs/contracts';
import { z } from 'zod';
import type { Refusal } from './refusal.ts';

export interface HomewardApiParts {
  /** Where the API is; its path is left out. */
  readonly api: string;
  readonly tokenFor: (role: Role) => Promise<string>;
  /** The errors that its user throws. */
  readonly errors: {
    refused(refusal: Refusal): HomewardError;
    unreachable(origin: string, cause: unknown): HomewardError;
  };
}

interface Asked<Answer> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly as: Role;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
}

const requestSeconds = 30;
const unauthorised = 401;

/** Homeward's own HTTP API, used with a bearer token like by any other script. */
export class HomewardApi {
  readonly #tokens = new Map<Role, Promise<string>>();

  constructor(private readonly parts: HomewardApiParts) {}

  /** Resolves to the answer; rejects with one of the errors of the parts. */
  async ask<Answer>(asked: Asked<Answer>): Promise<Answer> {
    const { method, path, as, answer } = asked;
    let response = await this.#request(asked);
    if (response.status === unauthorised) {
      // The token has expired: another is asked for, once.
      this.#tokens.delete(as);
      response = await this.#request(asked);
    }
    const text = await response.text();
    if (!response.ok) throw this.parts.errors.refused(refusalOf(`${method} ${path}`, response.status, text));
    return answer.parse(JSON.parse(text));
  }

  /** Every item of a list, page after page. */
  async *all<Item>(path: string, item: z.ZodType<Item>): AsyncGenerator<Item> {
    const page: z.ZodType<Page<Item>> = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ limit: '500', ...(cursor === null ? {} : { cursor }) });
      const joint = path.includes('?') ? '&' : '?';
      const answer: Page<Item> = await this.ask({
        method: 'GET',
        path: `${path}${joint}${query.toString()}`,
        as: 'administrator',
        answer: page,
      });
      yield* answer.items;
      cursor = answer.nextCursor;
    } while (cursor !== null);
  }

  /** The patient with an NHS number; undefined where none is registered. */
  async patientWith(nhsNumber: string): Promise<Patient | undefined> {
    const path = '/patients/search';
    const asked = { method: 'POST', path, as: 'administrator', body: { nhsNumber }, answer: pageOf(Patient) } as const;
    return (await this.ask(asked)).items[0];
  }

  async #request({ method, path, as, body }: Asked<unknown>): Promise<Response> {
    return this.#fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${await this.#token(as)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(requestSeconds * 1000),
    });
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(`/api/v1${path}`, this.parts.api);
    try {
      return await fetch(url, init);
    } catch (error) {
      throw this.parts.errors.unreachable(url.origin, error);
    }
  }

  #token(role: Role): Promise<string> {
    const token = this.#tokens.get(role) ?? this.parts.tokenFor(role);
    this.#tokens.set(role, token);
    return token;
  }
}

function refusalOf(request: string, status: number, text: string): Refusal {
  const problem = Problem.safeParse(parseOrNothing(text)).data;
  return {
    request,
    status,
    problemCode: problem?.code ?? 'unknown',
    detail: problem?.detail ?? `status ${String(status)}`,
  };
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Some proxy's page: the status has to say it all.
    return undefined;
  }
}
