import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { findFreePort } from '#libs/embedded';

const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
});
export type CollectedSpan = z.infer<typeof Span>;

const Export = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) })),
});

/** A collector that takes traces by OTLP over HTTP as JSON, and keeps them. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = [];
  /** All that came, as it came. */
  readonly bodies: string[] = [];

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<TraceCollector> {
    const port = await findFreePort();
    const server = createServer((request, response) => {
      text(request).then(
        (body) => {
          response.writeHead(collector.#take(request.url ?? '', body) ? 200 : 404).end('{}');
        },
        () => response.destroy(),
      );
    });
    const collector = new TraceCollector(`http://127.0.0.1:${String(port)}`, server);
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    return collector;
  }

  /** The spans that lead from the beginning of a trace to this one, by name. */
  wayTo(span: CollectedSpan): readonly string[] {
    const parent = this.spans.find(({ spanId, traceId }) => spanId === span.parentSpanId && traceId === span.traceId);
    return [...(parent === undefined ? [] : this.wayTo(parent)), span.name];
  }

  async stop(): Promise<void> {
    await new Promise((stopped) => {
      this.server.close(stopped);
      this.server.closeAllConnections();
    });
  }

  #take(path: string, body: string): boolean {
    if (path !== '/v1/traces') return false;
    this.bodies.push(body);
    for (const { scopeSpans } of Export.parse(JSON.parse(body)).resourceSpans)
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    return true;
  }
}
