import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { WardId } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { LOGGER, SETTINGS } from '../parts.module.ts';
import type { ClinicianSettings } from '../settings.ts';
import { heartbeat } from './event-stream.ts';
import { fromTheBeginning, type LivePlace } from './live-place.ts';
import { type LiveListener, LiveReaderService } from './live-reader.service.ts';

/**
 * Holds the open streams. One that cannot keep up is cut off rather than allowed to fill our memory: its client comes
 * back and resumes. All are ended when the service stops.
 */
@Injectable()
export class LiveStreamsService implements OnModuleDestroy {
  readonly #open = new Set<ServerResponse>();

  constructor(
    private readonly reader: LiveReaderService,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) private readonly settings: ClinicianSettings,
  ) {}

  /** Turns a reply into a stream, and returns when the stream is under way. */
  async open(
    watch: { readonly wardId: WardId | undefined; readonly after: LivePlace | undefined; readonly resuming: boolean },
    reply: FastifyReply,
  ): Promise<void> {
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    response.socket?.setNoDelay(true);
    const listener = this.#listenerOn(response, watch.wardId);
    const beat = setInterval(() => response.write(heartbeat), this.settings.LIVE_HEARTBEAT_SECONDS * 1000).unref();
    this.#open.add(response);
    response.once('close', () => {
      clearInterval(beat);
      this.#open.delete(response);
      this.reader.leave(listener);
    });
    try {
      // An id that is none of ours cannot be resumed from: the place before everything makes that a reset.
      await this.reader.join(listener, watch.resuming ? (watch.after ?? fromTheBeginning) : undefined);
    } catch (error) {
      this.logger.warn(
        { event: 'live-open-failed', err: error },
        'A live stream could not be opened; its client tries again',
      );
      response.destroy();
    }
  }

  onModuleDestroy(): void {
    for (const response of this.#open) response.end();
  }

  #listenerOn(response: ServerResponse, wardId: WardId | undefined): LiveListener {
    return {
      wardId,
      listening: () => !response.destroyed && !response.writableEnded,
      write: (text) => {
        if (response.destroyed || response.writableEnded) return;
        response.write(text);
        if (response.writableLength <= this.settings.LIVE_BUFFER_BYTES) return;
        this.logger.warn(
          { event: 'live-stream-cut-off', waitingBytes: response.writableLength },
          'A client was too slow',
        );
        response.destroy();
      },
    };
  }
}
