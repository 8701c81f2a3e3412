import { Controller, Get, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { NewPatient, type Page, pageOf, Patient, PatientId, type Person, PossibleDuplicate } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody, ZodParam } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { PatientsService } from './patients.service.ts';

/** Registration at `/patients`, and who may be registered twice; what is read there is composed in `board/patients`. */
@Controller('api/v1/patients')
export class PatientsController {
  constructor(private readonly patients: PatientsService) {}

  @Post()
  @Permit('manage-patients')
  @Describe({
    summary: 'Registers a patient, and says which other records may be of the same person.',
    answers: { 201: Patient },
    problems: ['nhs-number-taken'],
  })
  async register(
    @ZodBody(NewPatient) patient: NewPatient,
    @RequestedCommand() context: CommandContext<Person>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Patient> {
    const registered = await this.patients.register(patient, context);
    void reply.header('Location', `/api/v1/patients/${registered.id}`);
    const duplicates = await this.patients.possibleDuplicatesOf([registered.id]);
    const possibleDuplicates = (duplicates.get(registered.id) ?? []).map(({ id }) => id);
    return { ...registered, stay: null, devices: [], flags: [], possibleDuplicates, knownThen: true };
  }

  @Get(':id/possible-duplicates')
  @Permit('view-patients')
  @Describe({
    summary: 'Lists other records with the same name and birth date: they may be of the same person.',
    answers: { 200: pageOf(PossibleDuplicate) },
    problems: ['patient-not-found'],
  })
  async possibleDuplicates(@ZodParam('id', PatientId) id: PatientId): Promise<Page<PossibleDuplicate>> {
    await this.patients.assertExists(id);
    const others = (await this.patients.possibleDuplicatesOf([id])).get(id) ?? [];
    return { items: others.map(({ id: patientId, ...who }) => ({ ...who, patientId })), nextCursor: null };
  }
}
