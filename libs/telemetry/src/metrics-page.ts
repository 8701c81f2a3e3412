import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';

export interface MetricsPageOptions {
  /** What a scraper has to send as a bearer token; undefined where everyone may read the metrics. */
  readonly token?: string | undefined;
  /** Seconds since some fixed time, never going backwards. */
  readonly stopwatch: () => number;
}

const holdsSeconds = 1;
const path = '/metrics';

/**
 * Serves `/metrics` as Prometheus text, in front of everything else, so that it costs next to nothing to answer many who ask:
 * all of one second get the same text, made once.
 */
export class MetricsPage {
  #text: Promise<string> | undefined;
  /** Undefined while the text is being made. */
  #madeAt: number | undefined;

  constructor(
    private readonly metrics: Registry,
    private readonly options: MetricsPageOptions,
  ) {}

  owns({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean {
    return (method === 'GET' || method === 'HEAD') && (url === path || url.startsWith(`${path}?`));
  }

  /** Answers what it `owns`: 200, 401 where the token is not sent along, or 500 where the metrics cannot be had. */
  readonly handler = (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('Cache-Control', 'no-store');
    if (!this.#mayRead(request)) {
      response.setHeader('WWW-Authenticate', 'Bearer realm="metrics"');
      response.writeHead(401).end();
      return;
    }
    this.#current().then(
      (text) => response.writeHead(200, { 'Content-Type': this.metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };

  #mayRead({ headers }: IncomingMessage): boolean {
    const { token } = this.options;
    if (token === undefined) return true;
    const given = /^Bearer +(\S+)$/iu.exec(headers.authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(digest(given), digest(token));
  }

  #current(): Promise<string> {
    const isFresh = this.#madeAt === undefined || this.options.stopwatch() - this.#madeAt < holdsSeconds;
    if (this.#text !== undefined && isFresh) return this.#text;
    this.#madeAt = undefined;
    this.#text = this.metrics.metrics().finally(() => {
      this.#madeAt = this.options.stopwatch();
    });
    return this.#text;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
