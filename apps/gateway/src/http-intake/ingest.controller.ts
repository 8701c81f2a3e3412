import { Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import type { Clock } from '#libs/clock';
import { type GatewayId, IngestedObservationMessage, instant, Receipt } from '#libs/contracts';
import { CurrentGateway, ForGateways } from '#libs/identity';
import { ForeignZodBody, InvalidRequestError } from '#libs/problem-details';
import type { Tracing } from '#libs/telemetry';
import { AllowancesService } from '../allowances/allowances.service.ts';
import type { Arrival } from '../intake/arrival.ts';
import { IntakeService } from '../intake/intake.service.ts';

/** As much of an HTTP reply as is used here. */
interface Reply {
  status(code: number): unknown;
}

export const ingestClock = Symbol('clock of the HTTP intake');
export const ingestTracing = Symbol('tracing of the HTTP intake');

const path = '/api/v1/ingest/observations';

/**
 * The way in for gateways that have no MQTT. Answers once the log has the message: 200 with the receipt (`accepted`,
 * `duplicate`), or 422 with it where the whole message was quarantined. A body that has not the shape of a message is
 * answered with 400 and not kept. 429 where the gateway sends too fast, or has used up the volume of its day: `Retry-After`
 * says when to send it again.
 */
@Controller()
export class IngestController {
  constructor(
    private readonly intake: IntakeService,
    private readonly allowances: AllowancesService,
    @Inject(ingestClock) private readonly clock: Clock,
    @Inject(ingestTracing) private readonly tracing: Tracing | null,
  ) {}

  @Post(path)
  @ForGateways()
  @HttpCode(200)
  @Describe({
    summary: 'Takes one message of a device, and answers with its receipt once the log has it.',
    answers: { 200: Receipt, 422: Receipt },
    problems: ['credential-refused', 'gateway-too-fast', 'gateway-volume-used-up'],
  })
  async ingest(
    @CurrentGateway() gatewayId: GatewayId,
    // As over MQTT: a member that is not known costs no reading.
    @ForeignZodBody(IngestedObservationMessage)
    body: IngestedObservationMessage,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Receipt | undefined> {
    const payload = payloadOf(body);
    this.allowances.paceRequest(gatewayId, payload.length);
    const receipt = await this.#take({
      gatewayId,
      deviceId: body.deviceId,
      channel: 'observations',
      arrivedBy: path,
      payload,
      receivedAt: instant(this.clock.now()),
    });
    const refusal = receipt?.reasons.find(({ code }) => code === 'gateway-volume-used-up');
    if (refusal !== undefined) throw this.allowances.refusalOfRequest();
    if (receipt?.outcome === 'quarantined') reply.status(422);
    return receipt;
  }

  #take(arrival: Arrival): Promise<Receipt | undefined> {
    const { intake, tracing } = this;
    const { channel } = arrival;
    if (tracing === null) return intake.take(arrival);
    return tracing.beginWith('gateway http', { attributes: { channel } }, (trace) =>
      intake.take({ ...arrival, trace }),
    );
  }
}

/** The message as MQTT would have brought it, so that the same content means the same by either way. */
function payloadOf(body: IngestedObservationMessage): Buffer {
  try {
    return Buffer.from(JSON.stringify(body));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidRequestError('body', [{ path: 'readings', message: 'nested too deeply' }], { cause: error });
  }
}
