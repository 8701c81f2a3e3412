import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { Person } from '#libs/contracts';
import { personOf } from '#libs/identity';
import { InvalidRequestError } from '#libs/problem-details';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { CommandsService } from '../commands.service.ts';
import { revisionOfTag } from '../revisions/entity-tag.ts';
import type { CommandContext, IdempotencyKey } from './command-context.ts';

const keyPattern = /^[\x21-\x7e]{1,200}$/;

const commandOfRequest = createParamDecorator(
  (_nothing: unknown, context: ExecutionContext): CommandContext<Person> => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const tag = request.headers['if-match'];
    const expectedRevision = tag === undefined ? revisionOfBody(request) : revisionOfTag(tag);
    if (expectedRevision === null) {
      throw new InvalidRequestError('headers', [
        { path: 'If-Match', message: 'expected an entity tag as in "3", or *, found something else' },
      ]);
    }
    return { by: personOf(request), expectedRevision, idempotencyKey: idempotencyKeyOf(request) };
  },
);

/** Lets a controller ask, before it has the command executed, whether the request's key has been used. */
@Injectable()
class UsedKeyPipe implements PipeTransform<CommandContext<Person>, CommandContext<Person>> {
  constructor(private readonly commands: CommandsService) {}

  transform(context: CommandContext<Person>): CommandContext<Person> {
    return { ...context, isKeyUsed: () => this.commands.isKeyUsed(context) };
  }
}

/**
 * A parameter that is what the request says of its command: who sends it, and its `If-Match` and `Idempotency-Key`. Without
 * `If-Match`, the `revision` that the body of a `PUT` was read with stands for it.
 *
 * @throws InvalidRequestError naming the header, or the revision, that cannot be read.
 */
export const RequestedCommand = (): ParameterDecorator => commandOfRequest(UsedKeyPipe);

/** What a resource is put back with that was read with a revision: it is a change of that one. */
function revisionOfBody({ method, body }: FastifyRequest): number | undefined {
  if (method !== 'PUT' || typeof body !== 'object' || body === null || !('revision' in body)) return undefined;
  const { revision } = body;
  if (revision === undefined || (typeof revision === 'number' && Number.isInteger(revision))) return revision;
  throw new InvalidRequestError('body', [{ path: 'revision', message: 'expected the revision that was read' }]);
}

function idempotencyKeyOf(request: FastifyRequest): IdempotencyKey | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    throw new InvalidRequestError('headers', [
      { path: 'Idempotency-Key', message: 'expected up to 200 printable characters without spaces, such as a UUID' },
    ]);
  }
  const asked = JSON.stringify([request.method, request.url, request.body ?? null]);
  return { key, requestSha256: createHash('sha256').update(asked).digest('hex') };
}
