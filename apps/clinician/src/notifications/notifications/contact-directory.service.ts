import type { PoolClient } from 'pg';
import type { Contacts } from '../channels/contact-method.ts';

/** Who knows how people are reached. */
export interface ContactDirectory {
  /** Those of the people who are known, read by the given connection. */
  contactsOf(client: Pick<PoolClient, 'query'>, personIds: readonly string[]): Promise<ReadonlyMap<string, Contacts>>;
}

export const CONTACT_DIRECTORY = Symbol('clinician contact directory');
