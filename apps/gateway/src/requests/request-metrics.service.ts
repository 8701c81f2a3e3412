import { Counter, type Registry } from 'prom-client';

const requestOutcomes = ['sent', 'expired', 'without-device'] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

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
    // What is not there before it first counts has no increase then.
    for (const outcome of requestOutcomes) this.#requests.inc({ outcome }, 0);
  }

  count(outcome: RequestOutcome, requests: number): void {
    if (requests > 0) this.#requests.inc({ outcome }, requests);
  }
}
