import type { GatewayId, QuarantineReason, Receipt } from '#libs/contracts';
import type { AllowancesService } from '../allowances/allowances.service.ts';
import { tooLarge } from './formats/decode.ts';
import type { DecodeLimits } from './formats/decoded-message.ts';
import { mayBeObject, noObject } from './formats/json-object.ts';
import type { IntakeMetrics } from './intake-metrics.service.ts';
import { receiptFor } from './receipt.ts';

/** A message of which no more than the beginning may have been read. */
export interface MessageBeginning {
  readonly gatewayId: GatewayId;
  readonly deviceId: string;
  readonly payloadBytes: number;
  readonly beginning: Buffer;
}

/**
 * Messages in which not even a message id can be read, where a gateway sends more of them than are kept: they are counted and
 * refused at once, since nothing of them has to be written down before they are answered. A flood of them costs others nothing.
 */
export class UnreadableFlood {
  readonly #allowances: AllowancesService;
  readonly #metrics: IntakeMetrics;
  readonly #limits: DecodeLimits;

  constructor(allowances: AllowancesService, metrics: IntakeMetrics, limits: DecodeLimits) {
    this.#allowances = allowances;
    this.#metrics = metrics;
    this.#limits = limits;
  }

  /** Whether the gateway has sent more of them than are kept. */
  isOf(gatewayId: GatewayId): boolean {
    return !this.#allowances.keepsUnreadable(gatewayId);
  }

  /** Refuses a message by its beginning, or by its end where it is there. @returns undefined where the rest has to be read first. */
  refuseByBeginning(message: MessageBeginning): Receipt | undefined {
    if (!this.isOf(message.gatewayId)) return undefined;
    const { payloadBytes, beginning } = message;
    const fault = tooLarge(payloadBytes, this.#limits);
    if (fault !== undefined) return this.refuse(message, [fault]);
    return mayBeObject(beginning, payloadBytes) ? undefined : this.refuse(message, [noObject(beginning, payloadBytes)]);
  }

  refuse(
    { gatewayId, deviceId, payloadBytes }: Omit<MessageBeginning, 'beginning'>,
    reasons: readonly QuarantineReason[],
  ): Receipt {
    const decision = { kind: 'quarantined', reasons, sets: [], mayPass: false } as const;
    const receipt = receiptFor({ deviceId, messageId: null }, decision);
    this.#allowances.count(gatewayId, { messages: 1, bytes: payloadBytes, quarantined: 0, refused: 0 });
    this.#metrics.unreadableRefused(receipt);
    return receipt;
  }
}
