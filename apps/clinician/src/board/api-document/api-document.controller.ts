import { Controller, Get, Inject, Res } from '@nestjs/common';
import { SignedIn } from '#libs/identity';
import type { FastifyReply } from 'fastify';
import { API_DOCUMENT } from '../../parts.module.ts';

/** `/api/openapi.json`, as made from the code at the start. */
@Controller('api/openapi.json')
export class ApiDocumentController {
  constructor(@Inject(API_DOCUMENT) private readonly document: object) {}

  @Get()
  @SignedIn()
  openApi(@Res({ passthrough: true }) reply: FastifyReply): object {
    void reply.header('Content-Type', 'application/json; charset=utf-8');
    return this.document;
  }
}
