import { LiveStream } from './live-stream.ts';

type Headers = Readonly<Record<string, string>>;

/** An answer that may be a refusal: what it says, and the revision that it names as its ETag. */
export interface Answer<T> {
  readonly status: number;
  readonly etag: string;
  readonly body: T;
}

/** The API as any HTTP client meets it. */
export class ApiClient {
  constructor(
    private readonly base: string,
    private readonly token: string | undefined,
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.#expect<T>('GET', path, undefined);
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#expect<T>('POST', path, body);
  }

  async put<T>(path: string, body: unknown): Promise<T> {
    return this.#expect<T>('PUT', path, body);
  }

  /** Every item of a list, page after page. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? 'limit=500' : `limit=500&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: T[]; nextCursor: string | null } = await this.get(
        `${path}${path.includes('?') ? '&' : '?'}${query}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  }

  /** What happens on a ward, as a browser hears of it. */
  async live(wardId: string): Promise<LiveStream> {
    return LiveStream.open(new URL(`/api/v1/live?wardId=${wardId}`, this.base), this.token ?? '');
  }

  /** The answer whatever its status, with its ETag. */
  async answer<T>(
    method: string,
    path: string,
    sent: { readonly body?: unknown; readonly headers?: Headers } = {},
  ): Promise<Answer<T>> {
    const response = await this.request(method, path, sent.body, sent.headers);
    // As in #expect.
    const body = JSON.parse(await response.text()) as T;
    return { status: response.status, etag: response.headers.get('etag') ?? '', body };
  }

  /** The bare response, for what is meant to fail. */
  async request(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Response> {
    const send = (): Promise<Response> =>
      fetch(new URL(path, this.base), {
        method,
        redirect: 'manual',
        headers: {
          ...headers,
          ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    return send().catch((error: unknown) => {
      // As browsers do: an idle connection may be closed just as it is used again, and reading again changes nothing.
      if (method !== 'GET' || !isClosedConnection(error)) throw error;
      return send();
    });
  }

  async #expect<T>(method: string, path: string, body: unknown): Promise<T> {
    const response = await this.request(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
    // The caller names the contract's type: what is tested is what the test then says of it.
    return JSON.parse(text) as T;
  }
}

function isClosedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_SOCKET';
}
