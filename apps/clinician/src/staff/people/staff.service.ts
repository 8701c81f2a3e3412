import { Inject, Injectable } from '@nestjs/common';
import {
  type ContactMethodsChange,
  decodeCursor,
  type NewStaffMember,
  type Page,
  pageFromRows,
  type Person,
  type PersonReference,
  type Role,
  type StaffChange,
  type StaffQuery,
  type WardId,
} from '#libs/contracts';
import type { Database } from '#libs/database';
import { digestOfSecret } from '#libs/identity';
import { InvalidRequestError } from '#libs/problem-details';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { DATABASE } from '../../parts.module.ts';
import { WardsService } from '../../wards/wards/wards.service.ts';
import type { Queryable } from '../queryable.store.ts';
import { PersonAlreadyAddedError, PersonNotFoundError } from './staff-errors.ts';
import { changedMembers, signedInMember, type StaffRecord } from './staff-record.ts';
import { StaffStore } from './staff.store.ts';

const cursorKeys = z.tuple([z.string(), z.string()]);

/** Knows the people who can be notified: those who have signed in, and those who were added by hand. */
@Injectable()
export class StaffService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: StaffStore,
    private readonly wards: WardsService,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** @throws PersonNotFoundError */
  async get(id: string, client: Queryable = this.database.pool): Promise<StaffRecord> {
    const [member] = await this.store.findMany([id], client);
    if (member === undefined) throw new PersonNotFoundError(id);
    return member;
  }

  /** Those of the people that there are. */
  async getMany(
    ids: readonly string[],
    client: Queryable = this.database.pool,
  ): Promise<ReadonlyMap<string, StaffRecord>> {
    if (ids.length === 0) return new Map();
    const members = await this.store.findMany([...new Set(ids)], client);
    return new Map(members.map((member) => [member.id, member]));
  }

  /** The person who asks; as their sign-in brings them, where nothing has been kept of them yet. */
  async getOwn(person: Person): Promise<StaffRecord> {
    const [member] = await this.store.findMany([person.id]);
    return member ?? signedInMember(person);
  }

  /** Everyone who is active, by name. */
  allActive(client: Queryable = this.database.pool): Promise<readonly StaffRecord[]> {
    return this.store.allActive(client);
  }

  /** Those of a role who are active and work on the ward, by name; null: on any. */
  withRole(client: Queryable, role: Role, wardId: WardId | null): Promise<readonly StaffRecord[]> {
    return this.store.withRole(client, role, wardId);
  }

  /** @throws InvalidCursorError */
  async list(query: StaffQuery): Promise<Page<StaffRecord>> {
    const members = await this.store.list(query, decodeCursor(query.cursor, cursorKeys));
    return pageFromRows(members, {
      limit: query.limit,
      toItem: (member) => member,
      keysOf: ({ name, id }) => [name, id],
    });
  }

  /**
   * Adds a person by hand.
   *
   * @throws PersonAlreadyAddedError
   * @throws InvalidRequestError naming the wards that do not exist.
   */
  async add({ id = randomUUID(), ...person }: NewStaffMember, context: CommandContext): Promise<StaffRecord> {
    await this.assertWards(person.wardIds);
    return this.commands.execute('add-person', context, async (command) => {
      const member: StaffRecord = { ...signedInMember({ id, ...person }), ...person, addedBy: 'hand', revision: 1 };
      if (!(await this.store.add(command.client, member))) throw new PersonAlreadyAddedError(id);
      audit(command, member, 'The person was added.');
      return member;
    });
  }

  /**
   * Changes who a person is. Of one who signs in, name and role are those of the sign-in again the next time.
   *
   * @throws PersonNotFoundError
   * @throws InvalidRequestError naming the wards that do not exist.
   * @throws ChangedMeanwhileError
   */
  async change(id: string, change: StaffChange, context: CommandContext): Promise<StaffRecord> {
    await this.assertWards(change.wardIds);
    return this.commands.execute('change-person', context, async (command) => {
      const member = await this.#lock(command, id);
      await command.expectRevision({ kind: 'person', id }, member);
      return this.#save(command, member, { ...member, ...change, active: change.active ?? member.active });
    });
  }

  /**
   * Changes how a person is reached.
   *
   * @throws PersonNotFoundError
   * @throws ChangedMeanwhileError
   */
  async changeContacts(id: string, change: ContactMethodsChange, context: CommandContext): Promise<StaffRecord> {
    return this.commands.execute('change-contact-methods', context, async (command) => {
      const member = await this.#lock(command, id);
      await command.expectRevision({ kind: 'person', id }, member);
      return this.#save(command, member, reachedBy(member, change));
    });
  }

  /**
   * Changes how the person who asks is reached, and keeps them where nothing has been kept of them yet.
   *
   * @throws ChangedMeanwhileError
   */
  async changeOwnContacts(change: ContactMethodsChange, context: CommandContext<Person>): Promise<StaffRecord> {
    const { by: person } = context;
    return this.commands.execute('change-contact-methods', context, async (command) => {
      const known = await this.store.lock(command.client, person.id);
      if (known !== undefined) {
        await command.expectRevision({ kind: 'person', id: person.id }, known);
        return this.#save(command, known, reachedBy(known, change));
      }
      await command.expectRevision({ kind: 'person', id: person.id }, { revision: 0 });
      const member = { ...reachedBy(signedInMember(person), change), revision: 1 };
      if (!(await this.store.add(command.client, member))) throw new PersonAlreadyAddedError(person.id);
      audit(command, member, 'The person was added.');
      return member;
    });
  }

  /** Keeps the person who signs in, or their new name and role. One with this id who was added by hand is the same person. */
  async signedIn(person: Person): Promise<void> {
    const [known] = await this.store.findMany([person.id]);
    if (known !== undefined && isAsSignedIn(known, person)) return;
    const by: PersonReference = { id: person.id, name: person.name };
    await this.commands.execute('sign-in', { by }, async (command) => {
      const member = { ...signedInMember(person), revision: 1 };
      if (await this.store.add(command.client, member)) {
        audit(command, member, 'The person was added by signing in.');
        return;
      }
      const { name, role } = person;
      const before = await this.#lock(command, person.id);
      await this.#save(command, before, { ...before, name, role, addedBy: 'sign-in' });
    });
  }

  /** @throws InvalidRequestError naming the people that do not exist, by where they stand in the body. */
  async assertPeople(
    client: Queryable,
    named: readonly { readonly path: string; readonly id: string }[],
  ): Promise<void> {
    const known = await this.getMany(
      named.map(({ id }) => id),
      client,
    );
    const faults = named.filter(({ id }) => !known.has(id));
    if (faults.length === 0) return;
    throw new InvalidRequestError(
      'body',
      faults.map(({ path, id }) => ({ path, message: `there is no person ${id}` })),
    );
  }

  /** @throws InvalidRequestError naming the wards that do not exist, by where they stand in `wardIds` of the body. */
  async assertWards(ids: readonly WardId[]): Promise<void> {
    const known = await this.wards.getMany(ids);
    const faults = ids.flatMap((id, index) =>
      known.has(id) ? [] : [{ path: `wardIds.${String(index)}`, message: `there is no ward ${id}` }],
    );
    if (faults.length > 0) throw new InvalidRequestError('body', faults);
  }

  async #lock({ client }: Command, id: string): Promise<StaffRecord> {
    const member = await this.store.lock(client, id);
    if (member === undefined) throw new PersonNotFoundError(id);
    return member;
  }

  /** A person that stays as they are keeps their revision. */
  async #save(command: Command, before: StaffRecord, after: StaffRecord): Promise<StaffRecord> {
    const changed = changedMembers(before, after);
    if (changed.length === 0) return before;
    const member = { ...after, revision: before.revision + 1 };
    await this.store.update(command.client, member);
    audit(command, member, wordsFor(changed));
    return member;
  }
}

const isAsSignedIn = (known: StaffRecord, { name, role }: Person): boolean =>
  known.name === name && known.role === role && known.addedBy === 'sign-in';

function reachedBy(member: StaffRecord, { methods, quietHours, language }: ContactMethodsChange): StaffRecord {
  const contactMethods = methods.toSorted((one, other) => one.order - other.order);
  return { ...member, contactMethods, quietHours, language: language ?? member.language };
}

function wordsFor(changed: readonly string[]): string {
  const contact = ['contactMethods', 'quietHours', 'language'];
  return changed.some((name) => contact.includes(name))
    ? 'How the person is reached was changed.'
    : 'The person was changed.';
}

/** The audit is kept for ever: it has digests of addresses, by which a change of one is seen. */
function audit(command: Command, member: StaffRecord, text: string): void {
  const { id, revision, role, wardIds, active, contactMethods } = member;
  const digests = contactMethods.map(({ address, ...method }) => ({ ...method, address: digestOfSecret(address) }));
  command.audit({
    subject: { kind: 'person', id },
    revision,
    text,
    facts: { role, wardIds, active, channels: contactMethods.map(({ channel }) => channel) },
    state: { ...member, contactMethods: digests },
  });
}
