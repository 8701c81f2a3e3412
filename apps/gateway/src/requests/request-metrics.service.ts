import { Counter, type Registry } from 'prom-client';

export type RequestOutcome = 'sent' | 'expired' | 'without-device';

/** What can be seen from outside of requests to measure. */
export class RequestMetrics {
  readonly #requests: Counter<'outcome'>;

  constructor(registry: Registry) {
    this.#requests = new Counter({
      name: 'homeward_gateway_requests_total',
      help: 'Requests to measure, by what became of them: sent to a device, expired before, or without a device to send it to.',
      labelNames: ['outcome'],
      registers: [registry],
    });
  }

  count(outcome: RequestOutcome, requests: number): void {
    if (requests > 0) this.#requests.inc({ outcome }, requests);
  }
}
