import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/clock';
import {
  asOfInstant,
  type CallOutcome,
  decodeCursor,
  instant,
  type Instant,
  type NewNote,
  type Note,
  NoteId,
  type NoteQuery,
  type Page,
  pageFromRows,
  type PatientId,
} from '#libs/contracts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CommandsService } from '../../commands/commands.service.ts';
import { Hook } from '../../commands/hook.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { CLOCK } from '../../parts.module.ts';
import { ContactsService } from '../contacts/contacts.service.ts';
import { PatientsService } from '../patients/patients.service.ts';
import { NoteAlreadyRetractedError, NoteNotFoundError } from './note-errors.ts';
import { NotesStore } from './notes.store.ts';

const cursorKeys = z.tuple([z.iso.datetime(), z.uuid()]);

const outcomeWords: Readonly<Record<CallOutcome, string>> = {
  reached: 'reached',
  'no-answer': 'no answer',
  'left-message': 'a message was left',
  'wrong-number': 'a wrong number',
  declined: 'the call was declined',
};

/**
 * Keeps what clinicians write about a patient, and their attempts to call. Nothing is ever changed: a wrong note is retracted
 * with a reason, and stays to be read.
 */
@Injectable()
export class NotesService {
  /** A note is being added: a group above refuses it when it is about something that the patient does not have. */
  readonly adding = new Hook<Note>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandsService,
    private readonly store: NotesStore,
    private readonly contacts: ContactsService,
    private readonly patients: PatientsService,
  ) {}

  /**
   * Newest first; with `asOf`, those that had been written then, with what was retracted by then.
   *
   * @throws PatientNotFoundError
   * @throws InvalidCursorError
   * @throws AsOfInFutureError
   */
  async list(patientId: PatientId, { asOf: asked, cursor, limit }: NoteQuery): Promise<Page<Note>> {
    const asOf = asOfInstant(asked, this.clock.now());
    await this.patients.assertExists(patientId);
    const rows = await this.store.list(patientId, { limit, asOf }, decodeCursor(cursor, cursorKeys));
    return pageFromRows(rows, { limit, toItem: (note) => note, keysOf: ({ at, id }) => [at, id] });
  }

  /** What was written about these patients since then and was not retracted, newest first. */
  async since(patientIds: readonly PatientId[], since: Instant): Promise<readonly Note[]> {
    return patientIds.length === 0 ? [] : this.store.since(patientIds, since);
  }

  async getMany(ids: readonly NoteId[]): Promise<ReadonlyMap<NoteId, Note>> {
    const notes = ids.length === 0 ? [] : await this.store.findMany(ids);
    return new Map(notes.map((note) => [note.id, note]));
  }

  /**
   * @throws PatientNotFoundError
   * @throws ContactNotFoundError
   * @throws AlertNotFoundError when the alert is not the patient's.
   */
  async add(
    patientId: PatientId,
    { kind, text, call, alertId }: NewNote,
    { by, ...context }: CommandContext,
  ): Promise<Note> {
    await this.patients.assertExists(patientId);
    return this.commands.execute('write-note', { by, ...context }, async (command) => {
      const note: Note = {
        id: NoteId.parse(randomUUID()),
        patientId,
        kind,
        text,
        call: call ?? null,
        alertId: alertId ?? null,
        by: { id: by.id, name: by.name },
        at: instant(command.at),
        retracted: null,
      };
      const contactId = call?.contactId ?? null;
      if (contactId !== null) await this.contacts.assertKnown(command, patientId, contactId);
      await this.adding.run(command, note);
      await this.store.add(command.client, note);
      command.audit({
        subject: { kind: 'note', id: note.id },
        patientId,
        text: call === undefined ? 'A note was written.' : `A call was recorded: ${outcomeWords[call.outcome]}.`,
        facts: { kind, outcome: call?.outcome ?? null, contactId, alertId: note.alertId },
      });
      command.changed({ kind: 'note', noteId: note.id, patientId });
      return note;
    });
  }

  /**
   * Says that a note does not count; the same again changes nothing.
   *
   * @throws PatientNotFoundError
   * @throws NoteNotFoundError
   * @throws NoteAlreadyRetractedError
   */
  async retract({ patientId, id, reason }: Retracting, context: CommandContext): Promise<Note> {
    await this.patients.assertExists(patientId);
    return this.commands.execute('retract-note', context, async (command) => {
      const note = await this.store.lock(command.client, id);
      if (note?.patientId !== patientId) throw new NoteNotFoundError(patientId, id);
      if (note.retracted?.reason === reason) return note;
      if (note.retracted !== null) throw new NoteAlreadyRetractedError(id, note.retracted);
      const { by, at } = command;
      const retracted = { by: { id: by.id, name: by.name }, reason, at: instant(at) };
      await this.store.retract(command.client, id, retracted);
      command.audit({ subject: { kind: 'note', id }, patientId, text: `A note was retracted: ${reason}` });
      command.changed({ kind: 'note', noteId: id, patientId });
      return { ...note, retracted };
    });
  }
}

interface Retracting {
  readonly patientId: PatientId;
  readonly id: NoteId;
  readonly reason: string;
}
