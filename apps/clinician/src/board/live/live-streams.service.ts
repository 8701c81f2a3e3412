import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { WardId } from '#libs/contracts';
import type { Logger } from '#libs/telemetry';
import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { LOGGER, SETTINGS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
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

  /**
   * Turns a reply into a stream, once its place in the stream is certain: whatever is committed after the client has seen
   * the first byte reaches it.
   */
  async open(
    watch: { readonly wardId: WardId | undefined; readonly after: LivePlace | undefined; readonly resuming: boolean },
    reply: FastifyReply,
  ): Promise<void> {
    const response = reply.raw;
    const listener = this.#listenerOn(reply, watch.wardId);
    const beat = setInterval(() => {
      if (response.headersSent) response.write(heartbeat);
    }, this.settings.LIVE_HEARTBEAT_SECONDS * 1000).unref();
    this.#open.add(response);
    response.once('close', () => {
      clearInterval(beat);
      this.#open.delete(response);
      this.reader.leave(listener);
    });
    // An id that is none of ours cannot be resumed from: the place before everything makes that a reset.
    await this.reader.join(listener, watch.resuming ? (watch.after ?? fromTheBeginning) : undefined);
  }

  onModuleDestroy(): void {
    for (const response of this.#open) response.end();
  }

  /** The reply becomes a stream with the first thing that is written, be it empty. */
  #listenerOn(reply: FastifyReply, wardId: WardId | undefined): LiveListener {
    const response = reply.raw;
    return {
      wardId,
      listening: () => !response.destroyed && !response.writableEnded,
      write: (text) => {
        if (response.destroyed || response.writableEnded) return;
        if (!response.headersSent) begin(reply);
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

function begin(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  reply.raw.flushHeaders();
  reply.raw.socket?.setNoDelay(true);
}
