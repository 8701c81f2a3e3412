import { Controller, Delete, Get, Put, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  AsOfQuery,
  Contact,
  type ContactChange,
  ContactId,
  ContactUpdate,
  type Page,
  pageOf,
  PatientId,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodParam, ZodQuery, ZodUpdate } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { ContactsService } from './contacts.service.ts';

/** `/patients/{id}/contacts`. */
@Controller('api/v1/patients/:id/contacts')
@UseInterceptors(EntityTagInterceptor)
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists how the patient is reached, those to try first at the top; with `asOf`, as it was known then.',
    answers: { 200: pageOf(Contact) },
    problems: ['patient-not-found', 'as-of-in-future'],
  })
  list(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Page<Contact>> {
    return this.contacts.list(id, asOf);
  }

  @Put(':contactId')
  @Permit('manage-patients')
  @Describe({
    summary: 'Enters a contact under an id of your own making, or changes the one that has it.',
    answers: { 200: Contact },
    problems: ['patient-not-found', 'contact-not-found', 'changed-meanwhile'],
  })
  async put(
    @ZodParam('id', PatientId) patientId: PatientId,
    @ZodParam('contactId', ContactId) id: ContactId,
    @ZodUpdate(ContactUpdate) sent: Update<ContactChange>,
    @RequestedCommand() context: CommandContext,
  ): Promise<Contact> {
    return this.contacts.put({ patientId, id }, await sent.of(() => ({ id }), context), context);
  }

  @Delete(':contactId')
  @Permit('manage-patients')
  @Describe({
    summary: 'Removes a contact; the audit keeps it.',
    answers: { 200: Contact },
    problems: ['patient-not-found', 'contact-not-found', 'changed-meanwhile'],
  })
  remove(
    @ZodParam('id', PatientId) patientId: PatientId,
    @ZodParam('contactId', ContactId) id: ContactId,
    @RequestedCommand() context: CommandContext,
  ): Promise<Contact> {
    return this.contacts.remove({ patientId, id }, context);
  }
}
