import { type Page, Problem, type Role } from '#libs/contracts';
import { z } from 'zod';
import { SimulationRefusedError, SimulationUnreachableError } from './simulation-errors.ts';

export interface WardApiParts {
  /** Where the API is; its path is left aside. */
  readonly api: string;
  readonly tokenFor: (role: Role) => Promise<string>;
}

interface Asked<Answer> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly as: Role;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
}

const requestSeconds = 30;

/** Homeward's own HTTP API, as the simulation uses it: with a bearer token, like any other script. */
export class WardApi {
  readonly #tokens = new Map<Role, Promise<string>>();

  constructor(private readonly parts: WardApiParts) {}

  /**
   * @throws SimulationRefusedError with the problem's own words.
   * @throws SimulationUnreachableError
   */
  async ask<Answer>({ method, path, as, body, answer }: Asked<Answer>): Promise<Answer> {
    const response = await this.#fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${await this.#token(as)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(requestSeconds * 1000),
    });
    const text = await response.text();
    if (!response.ok) throw refusal(`${method} ${path}`, response.status, text);
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

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(`/api/v1${path}`, this.parts.api);
    try {
      return await fetch(url, init);
    } catch (error) {
      throw new SimulationUnreachableError(`the API at ${url.origin}`, error);
    }
  }

  #token(role: Role): Promise<string> {
    const token = this.#tokens.get(role) ?? this.parts.tokenFor(role);
    this.#tokens.set(role, token);
    return token;
  }
}

function refusal(request: string, status: number, text: string): SimulationRefusedError {
  const problem = Problem.safeParse(parseOrNothing(text)).data;
  return new SimulationRefusedError(
    request,
    status,
    problem?.code ?? 'unknown',
    problem?.detail ?? `status ${String(status)}`,
  );
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Some proxy's page: the status has to say it all.
    return undefined;
  }
}
