import type { Receipt } from '#libs/contracts';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ArrivalOutcome } from './arrival-decision.ts';

const messageOutcomes = ['accepted', 'duplicate', 'quarantined', 'status'] as const;

/** What can be seen of the intake from outside. Counts by batch, since counting each message would cost more than it says. */
export class IntakeMetrics {
  readonly #messages: Counter<'outcome'>;
  readonly #reasons: Counter<'reason'>;
  readonly #readings: Counter;
  readonly #restarts: Counter;
  readonly #notes: Counter;
  readonly #failures: Counter;
  readonly #notKept: Counter;
  readonly #batchSize: Histogram;
  readonly #publishSeconds: Histogram;
  readonly #registry: Registry;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#registry = registry;
    this.#messages = new Counter({
      name: 'homeward_gateway_messages_total',
      help: 'Messages from gateways, by what became of them.',
      labelNames: ['outcome'],
      registers,
    });
    // What is not there before it first counts has no increase then.
    for (const outcome of messageOutcomes) this.#messages.inc({ outcome }, 0);
    this.#reasons = new Counter({
      name: 'homeward_gateway_quarantine_reasons_total',
      help: 'Reasons for which messages and readings were quarantined.',
      labelNames: ['reason'],
      registers,
    });
    this.#readings = new Counter({
      name: 'homeward_gateway_readings_total',
      help: 'Readings put on the log.',
      registers,
    });
    this.#restarts = new Counter({
      name: 'homeward_gateway_message_ids_restarted_total',
      help: 'Messages under an id that their device had used for another time before: it seems to have been reset.',
      registers,
    });
    this.#notes = new Counter({
      name: 'homeward_gateway_receipt_notes_total',
      help: 'Notes in receipts: what was put right about readings that stand.',
      registers,
    });
    this.#failures = new Counter({
      name: 'homeward_gateway_intake_failures_total',
      help: 'Messages that could not be taken, because the log or the database failed; their senders send again.',
      registers,
    });
    this.#notKept = new Counter({
      name: 'homeward_gateway_quarantine_not_kept_total',
      help: 'Quarantined messages that were not put on the log, since too much of the same gateway was on one day, too much that cannot be read came at once, or the disk is nearly full.',
      registers,
    });
    this.#batchSize = new Histogram({
      name: 'homeward_gateway_batch_messages',
      help: 'Messages that were published together.',
      buckets: [1, 3, 10, 30, 100, 300, 1000, 3000],
      registers,
    });
    this.#publishSeconds = new Histogram({
      name: 'homeward_gateway_publish_seconds',
      help: 'Time until the log had a batch.',
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
      registers,
    });
  }

  observeInFlight(count: () => number): void {
    const gauge = new Gauge({
      name: 'homeward_gateway_messages_in_flight',
      help: 'Messages in hand that are not on the log yet.',
      registers: [this.#registry],
      collect: () => {
        gauge.set(count());
      },
    });
  }

  failed(messages: number): void {
    this.#failures.inc(messages);
  }

  /** A quarantined message was answered and not put on the log. */
  quarantineNotKept(): void {
    this.#notKept.inc();
  }

  /** A message that cannot be read was answered at once, and not put on the log. */
  unreadableRefused({ outcome, reasons }: Receipt): void {
    this.#messages.inc({ outcome });
    this.#countReasons(reasons);
    this.#notKept.inc();
  }

  batch(outcomes: readonly ArrivalOutcome[], publishSeconds: number): void {
    const counts = new Map<string, number>();
    let readings = 0;
    for (const { receipt, sets, isRestarted } of outcomes) {
      const outcome = receipt?.outcome ?? 'status';
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      for (const { observations } of sets) readings += observations.length;
      if (isRestarted) this.#restarts.inc();
      if (receipt?.notes !== undefined) this.#notes.inc(receipt.notes.length);
      // Of the receipt, since not everything that is quarantined goes on the log.
      this.#countReasons(receipt?.reasons ?? []);
    }
    for (const [outcome, count] of counts) this.#messages.inc({ outcome }, count);
    if (readings > 0) this.#readings.inc(readings);
    if (outcomes.length > 0) this.#batchSize.observe(outcomes.length);
    this.#publishSeconds.observe(publishSeconds);
  }

  #countReasons(reasons: Receipt['reasons']): void {
    for (const { code } of reasons) if (code !== 'too-late-to-score') this.#reasons.inc({ reason: code });
  }
}
