import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

const mediaType = 'text/csv';
const mostBytes = 4 * 1024 * 1024;

/** Lets requests have comma-separated values as their bodies, as text. */
@Injectable()
export class CsvBodiesService implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // Homeward is served by Fastify, whose instance the adapter has.
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    if (fastify.hasContentTypeParser(mediaType)) return;
    fastify.addContentTypeParser(mediaType, { parseAs: 'string', bodyLimit: mostBytes }, (_request, body, done) => {
      done(null, body);
    });
  }
}
