import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from '#libs/telemetry';
import { Counter, type Registry } from 'prom-client';
import { setTimeout as pause } from 'node:timers/promises';
import { LOGGER, METRICS, SETTINGS } from '../../parts.module.ts';
import type { ClinicianSettings } from '../../settings.ts';
import { type OutageMessage, pauseAfter } from './alerting-outage.ts';
import { runForOutage } from './outage-command.client.ts';
import { postOutage } from './outage-webhook.client.ts';

/** One way to reach operations. */
interface Way {
  readonly name: 'webhook' | 'command';
  readonly send: (message: OutageMessage) => Promise<void>;
  /** Resolves when all that was to be sent has been, or was given up for newer news. */
  idle: Promise<void>;
}

/**
 * Says to operations that alerting is down, and that it works again: by a webhook and by a program of theirs, straight from
 * this process, so that it needs neither log nor broker nor database. Each is tried until it succeeds or there is newer
 * news, and what is under way is never broken off. Gap: what had not succeeded when the process ended is lost, as its memory is.
 */
@Injectable()
export class OperationsMessagesService implements OnModuleDestroy {
  readonly #ways: readonly Way[];
  readonly #sent: Counter<'by' | 'outcome'>;
  #newest = new AbortController();
  #closed = false;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(METRICS) metrics: Registry,
    @Inject(SETTINGS) { ALERTING_DOWN_WEBHOOK: url, ALERTING_DOWN_COMMAND: program }: ClinicianSettings,
  ) {
    this.#ways = [
      ...(url === undefined ? [] : [wayOf('webhook', (message) => postOutage(url, message))]),
      ...(program === undefined ? [] : [wayOf('command', (message) => runForOutage(program, message))]),
    ];
    this.#sent = new Counter({
      name: 'homeward_alerting_messages_total',
      help: 'Messages to operations that alerting is down or works again, by way and outcome of the attempt.',
      labelNames: ['by', 'outcome'],
      registers: [metrics],
    });
  }

  /** Begins to send it, in place of what has not succeeded yet. */
  send(message: OutageMessage): void {
    this.#newest.abort();
    if (this.#closed) return;
    this.#newest = new AbortController();
    const { signal } = this.#newest;
    // One after the other: an end that overtakes its beginning would leave operations with an outage that never ends.
    for (const way of this.#ways) way.idle = way.idle.then(() => this.#deliver(way, message, signal));
  }

  onModuleDestroy(): void {
    this.#closed = true;
    this.#newest.abort();
  }

  async #deliver({ name, send }: Way, message: OutageMessage, signal: AbortSignal): Promise<void> {
    const facts = { by: name, outageId: message.id, state: message.state };
    for (let failures = 0; !signal.aborted;) {
      try {
        await send(message);
        this.#sent.inc({ by: name, outcome: 'delivered' });
        this.logger.info({ event: 'operations-message-delivered', ...facts }, 'Operations have been notified');
        return;
      } catch (error) {
        failures += 1;
        this.#sent.inc({ by: name, outcome: 'failed' });
        this.logger.error(
          { event: 'operations-message-failed', ...facts, failures, err: error },
          'Operations could not be notified; trying again',
        );
        await pause(pauseAfter(failures), undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }
}

const wayOf = (name: Way['name'], send: Way['send']): Way => ({ name, send, idle: Promise.resolve() });
