import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { entityTag } from './entity-tag.ts';

/** Gives every answer that is one resource with a revision its `ETag`. Lists carry the revisions in their items. */
@Injectable()
export class EntityTagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((answer: unknown) => {
        if (typeof answer !== 'object' || answer === null || !('revision' in answer)) return;
        if (typeof answer.revision === 'number') void reply.header('ETag', entityTag(answer.revision));
      }),
    );
  }
}
