import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger, Tracing } from '#libs/telemetry';
import { batchUpTo } from '../../commands/live-changes/live-change.ts';
import { LiveChangesService } from '../../commands/live-changes/live-changes.service.ts';
import { LOGGER, TRACING } from '../../parts.module.ts';
import { serverSentEvent, startingPoint } from './event-stream.ts';
import { LiveEventsService } from './live-events.service.ts';
import { type LiveFrame, reaches, type Watcher } from './live-frame.ts';
import { canResume, type LivePosition } from './live-position.ts';
import { LiveWakeService } from './live-wake.service.ts';

/** A client that watches. */
export interface LiveListener extends Watcher {
  /** Whether it still wants more: a closed or cut-off one does not. */
  readonly listening: () => boolean;
  readonly write: (text: string) => void;
  /** Resolves once little of what was written still waits for the client to read it, or the client is gone. */
  readonly drained: () => Promise<void>;
}

/**
 * However much there is to be read, each client is given so much at a time, and reads between. All of a backlog at once would be more
 * than may wait for a client: it would be cut off, come back, and be given the same again.
 */
const changesAtOnce = 200;
const readAgainAfterMilliseconds = 500;

/**
 * Reads the live stream once for everybody who watches through this process and hands each listener the events of its
 * ward: every one once, in order, without a gap between what a resumed listener missed and what it gets from now on.
 * While no client watches, nothing is read.
 */
@Injectable()
export class LiveReaderService implements OnModuleDestroy {
  /** Those that have everything up to `#position`. */
  readonly #joined = new Set<LiveListener>();
  /** With those that are still catching up. */
  readonly #all = new Set<LiveListener>();
  #position = 0;
  #opened: Promise<void> | undefined;
  #reading = false;
  #readAgain = false;

  constructor(
    private readonly changes: LiveChangesService,
    private readonly events: LiveEventsService,
    private readonly wake: LiveWakeService,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(TRACING) private readonly tracing: Tracing | null,
  ) {}

  /** Adds a listener, from now on or from just after what it has seen; rejects if the database cannot be reached. */
  async join(listener: LiveListener, after: LivePosition | undefined): Promise<void> {
    this.#all.add(listener);
    try {
      this.#opened ??= this.#open();
      await this.#opened;
      if (after === undefined) this.#admit(listener, startingPoint(String(this.#position)));
      else await this.#catchUp(listener, after);
    } catch (error) {
      this.leave(listener);
      throw error;
    }
  }

  leave(listener: LiveListener): void {
    this.#joined.delete(listener);
    this.#all.delete(listener);
    if (this.#all.size === 0) this.#close();
  }

  onModuleDestroy(): void {
    this.#joined.clear();
    this.#all.clear();
    this.#close();
  }

  async #open(): Promise<void> {
    await this.wake.open(() => void this.#read());
    // After listening has begun, so that no commit falls between the two.
    this.#position = (await this.changes.kept()).head;
  }

  #close(): void {
    this.#opened = undefined;
    this.wake.close();
  }

  /** Without an await inside: a listener is up with `#position` and one of the others in the same breath. */
  #admit(listener: LiveListener, greeting: string): void {
    if (!this.#all.has(listener)) return;
    listener.write(greeting);
    this.#joined.add(listener);
  }

  /** Brings a listener from its position to where the others are, and lets it join them there. */
  async #catchUp(listener: LiveListener, after: LivePosition): Promise<void> {
    if (!canResume(after, await this.changes.kept())) {
      this.#admit(listener, serverSentEvent('reset', String(this.#position), '{}'));
      return;
    }
    let { change: position, eventsSeen } = after;
    // It may have seen, through another process, what has not been read here yet.
    while (listener.listening() && this.#position < position + Math.min(1, eventsSeen)) await this.#readOnce();
    while (listener.listening() && position < this.#position) {
      const missed = (await this.changes.after(position, changesAtOnce)).map((one) => batchUpTo(one, this.#position));
      const frames = await this.events.framesOf(missed, position, new Set([listener.wardId]));
      for (const frame of frames.filter((one) => reaches(one, listener))) {
        const unseen = frame.position === position + 1 ? frame.events.slice(eventsSeen) : frame.events;
        await listener.drained();
        listener.write(unseen.join(''));
      }
      position = missed.at(-1)?.lastPosition ?? this.#position;
      eventsSeen = 0;
    }
    if (listener.listening()) this.#admit(listener, '');
  }

  /** Reads on until there is nothing more; a call during a run makes the run look once more at its end. */
  async #read(): Promise<void> {
    this.#readAgain = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#takeTurn()) await this.#readOnce();
    } catch (error) {
      this.logger.warn({ event: 'live-read-failed', err: error }, 'The live stream could not be read; trying again');
      setTimeout(() => void this.#read(), readAgainAfterMilliseconds).unref();
    } finally {
      this.#reading = false;
    }
  }

  #takeTurn(): boolean {
    const again = this.#readAgain && this.#all.size > 0;
    this.#readAgain = false;
    return again;
  }

  #trace(frames: readonly LiveFrame[]): void {
    if (this.tracing === null) return;
    for (const frame of frames) {
      const { trace } = frame;
      const isSent = trace !== undefined && [...this.#joined].some((listener) => reaches(frame, listener));
      if (isSent) this.tracing.mark('clinician browser event', trace.from, { kind: trace.kind });
    }
  }

  async #readOnce(): Promise<void> {
    await this.#opened;
    const from = this.#position;
    const batches = await this.changes.after(from, changesAtOnce);
    const last = batches.at(-1);
    if (last === undefined) return;
    const watched = new Set([...this.#joined].map(({ wardId }) => wardId));
    const frames = await this.events.framesOf(batches, from, watched);
    // Another run was faster, or a listener joined meanwhile whose ward no other had watched: look again.
    if (this.#position !== from || [...this.#joined].some(({ wardId }) => !watched.has(wardId))) {
      this.#readAgain = true;
      return;
    }
    // From here to the end without an await: a listener that joins has either all of these or none.
    this.#position = last.lastPosition;
    for (const listener of this.#joined) {
      const text = textFor(listener, frames);
      if (text !== '') listener.write(text);
    }
    this.#trace(frames);
    if (last.lastPosition - from >= changesAtOnce) this.#readAgain = true;
  }
}

function textFor(listener: LiveListener, frames: readonly LiveFrame[]): string {
  return frames
    .filter((frame) => reaches(frame, listener))
    .flatMap(({ events }) => events)
    .join('');
}
