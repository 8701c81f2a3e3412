import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { NewNote, Note, NoteId, NoteQuery, type Page, pageOf, PatientId, RetractNote } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { NotesService } from './notes.service.ts';

/** `/patients/{id}/notes`. */
@Controller('api/v1/patients/:id/notes')
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists notes and call attempts, newest first, retracted ones included; with `asOf`, as they were then.',
    answers: { 200: pageOf(Note) },
    problems: ['patient-not-found', 'invalid-cursor', 'as-of-in-future'],
  })
  list(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(NoteQuery) query: NoteQuery): Promise<Page<Note>> {
    return this.notes.list(id, query);
  }

  @Post()
  @Permit('record-observations')
  @Describe({
    summary: 'Writes a note, or records an attempt to call.',
    answers: { 201: Note },
    problems: ['patient-not-found', 'contact-not-found', 'alert-not-found'],
  })
  add(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodBody(NewNote) note: NewNote,
    @RequestedCommand() context: CommandContext,
  ): Promise<Note> {
    return this.notes.add(id, note, context);
  }

  @Post(':noteId/retract')
  @HttpCode(200)
  @Permit('record-observations')
  @Describe({
    summary: 'Says that a note does not count; it stays to be read, struck through.',
    answers: { 200: Note },
    problems: ['patient-not-found', 'note-not-found', 'note-already-retracted'],
  })
  retract(
    @ZodParam('id', PatientId) patientId: PatientId,
    @ZodParam('noteId', NoteId) id: NoteId,
    @ZodBody(RetractNote) { reason }: RetractNote,
    @RequestedCommand() context: CommandContext,
  ): Promise<Note> {
    return this.notes.retract({ patientId, id, reason }, context);
  }
}
