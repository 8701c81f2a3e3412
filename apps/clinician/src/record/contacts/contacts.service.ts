import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type Contact,
  type ContactChange,
  type ContactId,
  instant,
  type Page,
  type PatientId,
  PatientNotFoundError,
} from '#libs/contracts';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import { PatientsService } from '../patients/patients.service.ts';
import { ContactNotFoundError } from './contact-errors.ts';
import { type ContactRecord, isSameContact, shownContact, shownContacts } from './contact-record.ts';
import { ContactsStore } from './contacts.store.ts';

/** Knows how patients, and the people who know them, are reached: now, or as it was known at an instant. */
@Injectable()
export class ContactsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandsService,
    private readonly audit: AuditService,
    private readonly store: ContactsStore,
    private readonly patients: PatientsService,
  ) {}

  /**
   * @throws PatientNotFoundError
   * @throws AsOfInFutureError
   */
  async list(patientId: PatientId, asked: string | undefined): Promise<Page<Contact>> {
    const asOf = asOfInstant(asked, this.clock.now());
    await this.patients.assertExists(patientId);
    const records =
      asOf === undefined
        ? await this.store.of([patientId])
        : await this.audit.statesAt<ContactRecord>('contact', asOf, [patientId]);
    return { items: shownContacts(records), nextCursor: null };
  }

  /** The contacts of each patient who has any, those to try first at the top. */
  async ofMany(patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, readonly Contact[]>> {
    const records = patientIds.length === 0 ? [] : await this.store.of(patientIds);
    const byPatient = Map.groupBy(records, ({ patientId }) => patientId);
    return new Map([...byPatient].map(([patientId, found]) => [patientId, shownContacts(found)]));
  }

  /**
   * Part of a command: refuses a contact that the patient never had. One that was removed since counts as known.
   *
   * @throws ContactNotFoundError
   */
  async assertKnown({ client }: Command, patientId: PatientId, id: ContactId): Promise<void> {
    if ((await this.store.find(client, id))?.patientId !== patientId) throw new ContactNotFoundError(patientId, id);
  }

  /**
   * Enters a contact, or changes the one that has the id; the same again changes nothing.
   *
   * @throws PatientNotFoundError
   * @throws ContactNotFoundError when the id is that of another patient's contact.
   * @throws ChangedMeanwhileError
   */
  async put({ patientId, id }: ContactPath, change: ContactChange, context: CommandContext): Promise<Contact> {
    return this.commands.execute('change-contact', context, async (command) => {
      const before = await this.#lock(command, { patientId, id });
      const isThere = before?.removedAt === null;
      if (isThere && isSameContact(before, change)) return shownContact(before);
      const after = { ...change, id, patientId, revision: (before?.revision ?? 0) + 1, removedAt: null };
      return this.#save(command, after, isThere ? 'A contact was changed.' : 'A contact was entered.');
    });
  }

  /**
   * Takes a contact away; the audit keeps it.
   *
   * @returns the contact as it was.
   * @throws PatientNotFoundError
   * @throws ContactNotFoundError
   * @throws ChangedMeanwhileError
   */
  async remove({ patientId, id }: ContactPath, context: CommandContext): Promise<Contact> {
    return this.commands.execute('remove-contact', context, async (command) => {
      const before = await this.#lock(command, { patientId, id });
      if (before?.removedAt !== null) throw new ContactNotFoundError(patientId, id);
      const after = { ...before, revision: before.revision + 1, removedAt: instant(command.at) };
      return this.#save(command, after, 'A contact was removed.');
    });
  }

  /** The contact as the person saw it who sent the command; no other command changes it until the transaction ends. */
  async #lock(command: Command, { patientId, id }: ContactPath): Promise<ContactRecord | undefined> {
    if ((await this.patients.lock(command.client, patientId)) === undefined) throw new PatientNotFoundError(patientId);
    const contact = await this.store.find(command.client, id);
    if (contact !== undefined && contact.patientId !== patientId) throw new ContactNotFoundError(patientId, id);
    if (contact !== undefined) await command.expectRevision({ kind: 'contact', id }, shownContact(contact));
    return contact;
  }

  async #save(command: Command, after: ContactRecord, text: string): Promise<Contact> {
    const { id, patientId, revision, kind } = after;
    await this.store.save(command.client, after);
    const subject = { kind: 'contact', id } as const;
    command.audit({ subject, patientId, revision, text, facts: { kind }, state: after });
    return shownContact(after);
  }
}

interface ContactPath {
  readonly patientId: PatientId;
  readonly id: ContactId;
}
