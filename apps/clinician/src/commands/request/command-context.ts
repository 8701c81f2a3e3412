import type { PersonReference } from '#libs/contracts';

/** Names one intent of a person, so that a request sent twice acts once. */
export interface IdempotencyKey {
  readonly key: string;
  /** Of everything that the request asks for: the same key for something else is a mistake. */
  readonly requestSha256: string;
}

/** What a command is given beside what it is to do. */
export interface CommandContext<By extends PersonReference = PersonReference> {
  readonly by: By;
  readonly idempotencyKey?: IdempotencyKey | undefined;
  /** Whether a command has been executed under the key before: it then answers for itself, though the resource may have changed since. */
  readonly isKeyUsed?: (() => Promise<boolean>) | undefined;
  /** The revision that the person saw; undefined where the command applies to what stands now. */
  readonly expectedRevision?: number | undefined;
  /** The same of each, by its id, of a command that is about several; in place of the one above. */
  readonly expectedRevisions?: ReadonlyMap<string, number> | undefined;
}
