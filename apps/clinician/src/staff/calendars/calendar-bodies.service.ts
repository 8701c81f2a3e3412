import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

const mediaType = 'text/calendar';
const mostBytes = 4 * 1024 * 1024;

/** Lets requests have calendars as their bodies, as text. */
@Injectable()
export class CalendarBodiesService implements OnModuleInit {
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
