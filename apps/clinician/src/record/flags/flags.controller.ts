import { Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  AsOfQuery,
  type ChangePatientFlags,
  type Page,
  pageOf,
  PatientFlags,
  PatientFlagsHistoryEntry,
  PatientFlagsUpdate,
  PatientId,
} from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodParam, ZodQuery, ZodUpdate } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { EntityTagInterceptor } from '../../commands/revisions/entity-tag.interceptor.ts';
import { FlagsService } from './flags.service.ts';

/** `/patients/{id}/flags`. */
@Controller('api/v1/patients/:id/flags')
@UseInterceptors(EntityTagInterceptor)
export class FlagsController {
  constructor(private readonly flags: FlagsService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Shows the flags of a patient; with `asOf`, those of then.',
    answers: { 200: PatientFlags },
    problems: ['patient-not-found', 'as-of-in-future'],
  })
  get(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<PatientFlags> {
    return this.flags.get(id, asOf);
  }

  @Put()
  @Permit('manage-patients')
  @Describe({
    summary: 'Sets all flags of a patient: what has to be known of them wherever they are shown.',
    answers: { 200: PatientFlags },
    problems: ['patient-not-found', 'changed-meanwhile'],
  })
  async change(
    @ZodParam('id', PatientId) id: PatientId,
    @ZodUpdate(PatientFlagsUpdate) sent: Update<ChangePatientFlags>,
    @RequestedCommand() context: CommandContext,
  ): Promise<PatientFlags> {
    return this.flags.change(id, await sent.of(() => this.flags.get(id), context), context);
  }

  @Get('history')
  @Permit('view-patients')
  @Describe({
    summary: 'Lists the flags that a patient has had, oldest first, with who changed them, when and why.',
    answers: { 200: pageOf(PatientFlagsHistoryEntry) },
    problems: ['patient-not-found'],
  })
  history(@ZodParam('id', PatientId) id: PatientId): Promise<Page<PatientFlagsHistoryEntry>> {
    return this.flags.history(id);
  }
}
