import { Controller, Get, Header } from '@nestjs/common';
import { Open } from '#libs/identity';
import { ingestApi } from './ingest-api.ts';

/** Anybody may read it: it says nothing of this installation. */
export const ingestDocumentPath = '/api/v1/ingest/openapi.json';

/** How gateways send by HTTP, as made from the code at the start. */
@Controller()
export class IngestDocumentController {
  readonly #document = ingestApi();

  @Get(ingestDocumentPath)
  @Open()
  @Header('Content-Type', 'application/json; charset=utf-8')
  openApi(): object {
    return this.#document;
  }
}
