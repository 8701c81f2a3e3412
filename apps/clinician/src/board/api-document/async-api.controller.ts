import { Controller, Get } from '@nestjs/common';
import { asyncApiDocument, type AsyncApiDocument } from '#libs/contracts';
import { SignedIn } from '#libs/identity';

/** `/api/asyncapi.json`: MQTT and the event log, from the schemas that the services parse with. */
@Controller('api/asyncapi.json')
export class AsyncApiController {
  readonly #document = asyncApiDocument();

  @Get()
  @SignedIn()
  asyncApi(): AsyncApiDocument {
    return this.#document;
  }
}
