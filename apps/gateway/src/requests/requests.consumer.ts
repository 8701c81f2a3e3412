import { Controller } from '@nestjs/common';
import { type EventBatch, FromLog } from '#libs/event-log';
import { gatewayTransportId } from '../gateway-transport.ts';
import { RequestsService } from './requests.service.ts';

/**
 * Topic `requests`. What is to be sent to which device is written down before the position is committed, and is sent
 * after that: a repeat is not sent again, and a gateway that is away delays no other.
 */
@Controller()
export class RequestsConsumer {
  constructor(private readonly requests: RequestsService) {}

  @FromLog('requests', gatewayTransportId)
  async onRequests({ records }: EventBatch<'requests'>): Promise<void> {
    await this.requests.take(records.flatMap(({ event }) => event ?? []));
  }
}
