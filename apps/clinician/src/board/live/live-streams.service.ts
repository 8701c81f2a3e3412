import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import { instant, type Permission, type WardId } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { FastifyReply } from 'fastify';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Counter, Gauge, type Registry } from 'prom-client';
import { AlertingHealthService } from '../../alerts/alerting-health/alerting-health.service.ts';
import { CLOCK, LOGGER, METRICS, SETTINGS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import { alertingChanged, heartbeat, sessionEnded } from './event-stream.ts';
import type { Watcher } from './live-frame.ts';
import { type ClosingReason, type OpenStream, streamToClose } from './stream-limits.ts';
import type { LivePosition } from './live-position.ts';
import { type LiveListener, LiveReaderService } from './live-reader.service.ts';

/** What a client asked to watch. */
interface Watch {
  /** Undefined: every ward. */
  readonly wardId: WardId | undefined;
  readonly personId: string;
  /** Undefined: from now on. */
  readonly after: LivePosition | undefined;
  /** What the caller may see. */
  readonly may: (permission: Permission) => boolean;
  /** Whether the caller is still signed in, and may see as much. */
  readonly stillPermitted: () => Promise<boolean>;
}

/** A stream that is smaller than this is not worth looking at all of them for. */
const noticedBytes = 65_536;
/** A client that catches up and reads nothing is looked at so often; thousands of them cost next to nothing. */
const lookAgainAfterMs = 1_000;

/** A reply that has become, or is about to become, a stream. */
class ResponseStream implements OpenStream {
  constructor(
    readonly personId: string,
    readonly response: ServerResponse,
  ) {}

  get waitingBytes(): number {
    return this.response.writableLength;
  }
}

/**
 * Holds the open streams. One that cannot keep up is cut off rather than allowed to fill our memory: its client comes
 * back and resumes. One whose caller has signed out, or may see less than before, ends with the next heartbeat and says
 * so. All are ended when the service stops.
 */
@Injectable()
export class LiveStreamsService implements OnModuleDestroy {
  /** Oldest first. */
  readonly #open = new Set<ResponseStream>();
  readonly #cut: Counter<'reason'>;

  constructor(
    private readonly reader: LiveReaderService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) private readonly settings: ClinicianSettings,
    @Inject(METRICS) metrics: Registry,
    alerting: AlertingHealthService,
  ) {
    this.#cut = new Counter({
      name: 'homeward_live_streams_cut_off_total',
      help: 'Live streams that were cut off, by the limit that was reached; their clients resume.',
      labelNames: ['reason'],
      registers: [metrics],
    });
    const open = new Gauge({
      name: 'homeward_live_streams',
      help: 'Live streams that are open in this process.',
      registers: [metrics],
      collect: () => {
        open.set(this.#open.size);
      },
    });
    alerting.onChange((health) => {
      for (const { response } of this.#open) {
        if (response.headersSent && !isOver(response)) response.write(alertingChanged(health));
      }
    });
  }

  /**
   * Turns a reply into a stream, once its position in the stream is certain: what is committed after the client has seen
   * the first byte reaches it.
   */
  async open({ wardId, personId, after, may, stillPermitted }: Watch, reply: FastifyReply): Promise<void> {
    const response = reply.raw;
    const listener = this.#listenerOn(reply, { wardId, personId, may });
    const beat = setInterval(
      () => void this.#beat(response, stillPermitted),
      this.settings.LIVE_HEARTBEAT_SECONDS * 1000,
    ).unref();
    const stream = new ResponseStream(personId, response);
    this.#open.add(stream);
    response.once('close', () => {
      clearInterval(beat);
      this.#open.delete(stream);
      this.reader.leave(listener);
    });
    this.#keepLimits();
    await this.reader.join(listener, after);
  }

  onModuleDestroy(): void {
    for (const { response } of this.#open) response.end();
  }

  async #beat(response: ServerResponse, stillPermitted: () => Promise<boolean>): Promise<void> {
    if (!response.headersSent || response.writableEnded) return;
    try {
      if (await stillPermitted()) response.write(heartbeat(instant(this.clock.now())));
      else response.end(sessionEnded);
    } catch (error) {
      // While the sessions cannot be read nothing else can be: there is nothing that the stream could show.
      this.logger.warn(
        { event: 'live-recheck-failed', err: error },
        'A live stream could not be checked; trying again',
      );
    }
  }

  /** The reply becomes a stream with the first thing that is written, be it empty. */
  #listenerOn(reply: FastifyReply, watcher: Watcher): LiveListener {
    const response = reply.raw;
    return {
      ...watcher,
      listening: () => !isOver(response),
      write: (text) => {
        if (isOver(response)) return;
        if (!response.headersSent) begin(reply);
        response.write(text);
        if (response.writableLength > this.settings.LIVE_BUFFER_BYTES) this.#cutOff(response, 'too-slow');
        else if (response.writableLength > noticedBytes) this.#keepLimits();
      },
      drained: () => drained(response),
    };
  }

  #keepLimits(): void {
    const limits = {
      perPerson: this.settings.LIVE_STREAMS_PER_PERSON,
      inAll: this.settings.LIVE_STREAMS,
      waitingBytes: this.settings.LIVE_BUFFER_BYTES_IN_ALL,
    };
    for (;;) {
      const closing = streamToClose([...this.#open], limits);
      if (closing === undefined) return;
      // It is forgotten only once it has closed, and must not be chosen again meanwhile.
      this.#open.delete(closing.stream);
      this.#cutOff(closing.stream.response, closing.reason);
    }
  }

  #cutOff(response: ServerResponse, reason: ClosingReason): void {
    this.#cut.inc({ reason });
    this.logger.warn(
      { event: 'live-stream-cut-off', reason, waitingBytes: response.writableLength },
      'A live stream was cut off; its client resumes',
    );
    response.destroy();
  }
}

/** Whether we have ended it, or the client is gone: an answer of HTTP/2 says the latter only by having no socket any more. */
function isOver(response: ServerResponse): boolean {
  return response.destroyed || response.writableEnded || !response.socket;
}

/** Resolves once little waits to be read, or nothing ever will be. */
async function drained(response: ServerResponse): Promise<void> {
  while (!isOver(response) && response.writableLength > noticedBytes) {
    // In vain where the time is over or the client is gone, which the loop finds out.
    await once(response, 'drain', { signal: AbortSignal.timeout(lookAgainAfterMs) }).catch(() => undefined);
  }
}

function begin(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  reply.raw.flushHeaders();
}
