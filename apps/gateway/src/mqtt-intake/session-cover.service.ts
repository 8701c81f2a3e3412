import type { Logger } from '#libs/telemetry';
import type { MqttSessionsStore } from './mqtt-sessions.store.ts';
import type { MqttSource } from './mqtt-source.ts';

export interface SessionCoverParts {
  readonly store: MqttSessionsStore;
  /** Of this replica's own sessions. */
  readonly clientIds: readonly [string, ...string[]];
  /** Reads another replica's session. `onEnded` is called when its connection has ended, for good. */
  readonly open: (clientId: string, onEnded: () => void) => Pick<MqttSource, 'close'>;
  readonly logger: Logger;
}

const lookEveryMs = 2_000;
/** As long as a consumer group on Kafka takes to miss a member. */
const awaySeconds = 10;
/** After a connection to a session has ended: its replica may be there, and of a release that does not say so. */
const restMs = 30_000;

/**
 * Replicas that share a remote broker's messages stand in for each other. The broker goes on giving a session its share
 * while its replica is away, so another reads that session meanwhile.
 *
 * Guarantee: what a broker has for a session of a replica that has been away for ten seconds is read by one of the others,
 * until the replica is back: its own connection then ends theirs, and what they had not acknowledged comes to it again.
 * Gap: replicas that cannot reach Postgres count as away, and take no messages either.
 */
export class SessionCover {
  readonly #parts: SessionCoverParts;
  readonly #covered = new Map<string, Pick<MqttSource, 'close'>>();
  /** Until when a session is left alone, by `performance.now()`. */
  readonly #restsUntil = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(parts: SessionCoverParts) {
    this.#parts = parts;
  }

  /** Resolves once the others know that this replica is there: only then may it read its own sessions. */
  async start(): Promise<void> {
    await this.#parts.store.seen(this.#parts.clientIds);
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    }, lookEveryMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all([...this.#covered.values()].map((source) => source.close()));
  }

  async #look(): Promise<void> {
    const { store, clientIds, logger } = this.#parts;
    try {
      await store.seen(clientIds);
      const away = new Set(await store.cover(clientIds[0], awaySeconds));
      for (const [session, source] of this.#covered) if (!away.has(session)) await source.close();
      for (const session of away) if (this.#mayCover(session)) this.#cover(session);
    } catch (error) {
      logger.warn({ event: 'mqtt-sessions-not-read', err: error }, 'Sessions of other replicas could not be looked up');
    }
  }

  #mayCover(session: string): boolean {
    return !this.#covered.has(session) && (this.#restsUntil.get(session) ?? 0) < performance.now();
  }

  #cover(session: string): void {
    const { open, logger } = this.#parts;
    logger.warn({ event: 'mqtt-session-covered', session }, 'A replica is away; reading what the broker has for it');
    const source = open(session, () => {
      this.#covered.delete(session);
      this.#restsUntil.set(session, performance.now() + restMs);
      logger.info({ event: 'mqtt-session-left', session }, 'The session of another replica is not read any more');
    });
    this.#covered.set(session, source);
  }
}
