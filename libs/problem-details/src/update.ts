import { Body, type PipeTransform } from '@nestjs/common';
import { readOnlyMember } from '#libs/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { readOnlyFaults, ReadOnlyMemberError } from './read-only-members.ts';
import { strictBody } from './strict-body.ts';
import { parseRequest } from './zod-parameters.ts';

/** The resource as it is, as `GET` gives it to the sender; asked for only where there is something to compare. */
type Read = () => object | Promise<object>;

interface SentFor {
  readonly expectedRevision?: number | undefined;
  /** Whether the request may be a repeat, which its command answers as it did the first time. */
  readonly isKeyUsed?: (() => Promise<boolean>) | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * The body of a `PUT`: a change of a resource, and what only the service sets of it, as it was read. The change comes out of
 * it only by comparing the rest with the resource, so that no handler can forget to.
 */
export class Update<Change extends object> {
  readonly #schema: z.ZodType;
  readonly #sent: Members;
  readonly #change: Change;

  constructor(schema: z.ZodType, sent: Members, change: Change) {
    this.#schema = schema;
    this.#sent = sent;
    this.#change = change;
  }

  /**
   * The change alone, for a resource of which all that only the service sets is as it was sent. Where the resource has
   * another revision than the sender expects, or where the request may be a repeat, nothing is compared: the command answers what
   * has changed meanwhile, or what it answered before.
   *
   * @throws ReadOnlyMemberError
   */
  async of(read: Read, sentFor: SentFor): Promise<Change> {
    if (this.#faults(undefined).length > 0) await this.#compared(read, sentFor);
    return this.#change;
  }

  /**
   * The same where a change leaves as it is what it leaves out: a part that has come back as it was read is left out, too, so
   * that it stays as it was decided, by whom and when. Only with a `revision` was the resource read: without, every part is
   * meant.
   *
   * @throws ReadOnlyMemberError
   */
  async changedPartsOf(read: Read, sentFor: SentFor): Promise<Partial<Change>> {
    if (this.#sent['revision'] === undefined) return this.of(read, sentFor);
    const current = await this.#compared(read, sentFor);
    if (current === undefined) return this.#change;
    const changed = Object.entries(this.#change).filter(
      ([name]) => !isDeepStrictEqual(this.#sent[name], current[name]),
    );
    // Some of the members of a change are a part of it.
    return Object.fromEntries(changed) as Partial<Change>;
  }

  /** The resource as JSON; undefined where it is not to be compared. */
  async #compared(read: Read, { expectedRevision, isKeyUsed }: SentFor): Promise<Members | undefined> {
    if ((await isKeyUsed?.()) === true) return undefined;
    // As it is sent: a member that is undefined is none.
    const current = JSON.parse(JSON.stringify(await read())) as Members;
    const { revision = expectedRevision } = current;
    if (expectedRevision !== undefined && revision !== expectedRevision) return undefined;
    const faults = this.#faults(current);
    if (faults.length > 0) throw new ReadOnlyMemberError(faults);
    return current;
  }

  #faults(current: unknown): ReturnType<typeof readOnlyFaults> {
    return readOnlyFaults(this.#schema, { sent: this.#sent, current, path: [] });
  }
}

class UpdatePipe implements PipeTransform {
  readonly #read: z.ZodType;

  /** @param schema what the API's description says of the body; made by `updateOf`. */
  constructor(readonly schema: z.ZodObject) {
    this.#read = strictBody(schema);
  }

  transform(value: unknown): Update<object> {
    // What an object schema parses is an object, before and after.
    const [parsed, sent] = [parseRequest(this.#read, value, 'body') as Members, value as Members];
    const members: Readonly<Record<string, z.ZodType>> = this.schema.shape;
    const isChanged = (name: string): boolean => {
      const member = members[name];
      return member !== undefined && readOnlyMember(member) === undefined;
    };
    const change = Object.fromEntries(Object.entries(parsed).filter(([name]) => isChanged(name)));
    return new Update(this.schema, sent, change);
  }
}

/**
 * A parameter that is the body of a `PUT`, as a schema of `updateOf` says: strict as any other body, and it takes what `GET` of
 * the same path gives.
 */
export const ZodUpdate = (schema: z.ZodObject): ParameterDecorator => Body(new UpdatePipe(schema));
