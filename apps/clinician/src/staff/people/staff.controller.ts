import { Controller, Get, Post, Put, Res, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  ContactMethodsChange,
  NewStaffMember,
  type Page,
  pageOf,
  type Person,
  type StaffChange,
  StaffId,
  StaffMember,
  StaffMemberUpdate,
  StaffQuery,
} from '#libs/contracts';
import { CurrentPerson, may, Permit, SignedIn } from '#libs/identity';
import { type Update, ZodBody, ZodParam, ZodQuery, ZodUpdate } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { shownStaffMember, type StaffRecord } from './staff-record.ts';
import { StaffService } from './staff.service.ts';

/** `/people`. Addresses are seen by the person themselves and by those who manage staff. */
@Controller('api/v1/people')
@UseInterceptors(EntityTagInterceptor)
export class StaffController {
  constructor(private readonly staff: StaffService) {}

  @Get()
  @Permit('view-staff')
  @Describe({
    summary: 'Lists the people who can be notified, by name.',
    answers: { 200: pageOf(StaffMember) },
    problems: ['invalid-cursor'],
  })
  async list(@ZodQuery(StaffQuery) query: StaffQuery, @CurrentPerson() reader: Person): Promise<Page<StaffMember>> {
    const { items, nextCursor } = await this.staff.list(query);
    return { items: items.map((member) => shownTo(reader, member)), nextCursor };
  }

  @Post()
  @Permit('manage-staff')
  @Describe({
    summary: 'Adds a person by hand: one who does not sign in, or has not yet.',
    answers: { 201: StaffMember },
    problems: ['person-already-added'],
  })
  async add(
    @ZodBody(NewStaffMember) person: NewStaffMember,
    @RequestedCommand() context: CommandContext<Person>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffMember> {
    const member = await this.staff.add(person, context);
    void reply.header('Location', `/api/v1/people/${encodeURIComponent(member.id)}`);
    return shownTo(context.by, member);
  }

  @Get('me')
  @SignedIn()
  @Describe({ summary: 'Shows the person who asks, and how they are reached.', answers: { 200: StaffMember } })
  async own(@CurrentPerson() person: Person): Promise<StaffMember> {
    return shownTo(person, await this.staff.getOwn(person));
  }

  @Put('me/contact-methods')
  @SignedIn()
  @Describe({
    summary: 'Changes how the person who asks is reached, and when they are not to be disturbed.',
    answers: { 200: StaffMember },
    problems: ['changed-meanwhile'],
  })
  async changeOwnContacts(
    @ZodBody(ContactMethodsChange) change: ContactMethodsChange,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<StaffMember> {
    return shownTo(context.by, await this.staff.changeOwnContacts(change, context));
  }

  @Get(':id')
  @Permit('view-staff')
  @Describe({ summary: 'Shows a person.', answers: { 200: StaffMember }, problems: ['person-not-found'] })
  async get(@ZodParam('id', StaffId) id: StaffId, @CurrentPerson() reader: Person): Promise<StaffMember> {
    return shownTo(reader, await this.staff.get(id));
  }

  @Put(':id')
  @Permit('manage-staff')
  @Describe({
    summary: 'Changes a person. Of one who signs in, name and role are those of the sign-in again the next time.',
    answers: { 200: StaffMember },
    problems: ['person-not-found', 'changed-meanwhile'],
  })
  async change(
    @ZodParam('id', StaffId) id: StaffId,
    @ZodUpdate(StaffMemberUpdate) sent: Update<StaffChange>,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<StaffMember> {
    const change = await sent.of(() => this.get(id, context.by), context);
    return shownTo(context.by, await this.staff.change(id, change, context));
  }

  @Put(':id/contact-methods')
  @Permit('manage-staff')
  @Describe({
    summary: 'Changes how a person is reached, and when they are not to be disturbed.',
    answers: { 200: StaffMember },
    problems: ['person-not-found', 'changed-meanwhile'],
  })
  async changeContacts(
    @ZodParam('id', StaffId) id: StaffId,
    @ZodBody(ContactMethodsChange) change: ContactMethodsChange,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<StaffMember> {
    return shownTo(context.by, await this.staff.changeContacts(id, change, context));
  }
}

const shownTo = (reader: Person, member: StaffRecord): StaffMember =>
  shownStaffMember(member, { maySeeAddresses: reader.id === member.id || may(reader.role, 'manage-staff') });
