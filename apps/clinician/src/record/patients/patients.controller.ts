import { Controller, Get, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  AsOfQuery,
  NewPatient,
  type Page,
  pageOf,
  Patient,
  PatientId,
  PatientQuery,
  type Person,
} from '#libs/contracts';
import { CurrentPerson, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import { PatientsService } from './patients.service.ts';

/** `/patients`. */
@Controller('api/v1/patients')
export class PatientsController {
  constructor(private readonly patients: PatientsService) {}

  @Get()
  @Permit('view-patients')
  @Describe({
    summary: 'Lists the patients by name.',
    answers: { 200: pageOf(Patient) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(PatientQuery) query: PatientQuery): Promise<Page<Patient>> {
    return this.patients.list(query);
  }

  @Post()
  @Permit('manage-patients')
  @Describe({ summary: 'Registers a patient.', answers: { 201: Patient }, problems: ['nhs-number-taken'] })
  async register(
    @ZodBody(NewPatient) patient: NewPatient,
    @CurrentPerson() by: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Patient> {
    const registered = await this.patients.register(patient, by);
    void reply.header('Location', `/api/v1/patients/${registered.id}`);
    return registered;
  }

  @Get(':id')
  @Permit('view-patients')
  @Describe({
    summary: 'Shows a patient, with the open stay and the devices; with `asOf`, those of then.',
    answers: { 200: Patient },
    problems: ['patient-not-found', 'as-of-in-future'],
  })
  get(@ZodParam('id', PatientId) id: PatientId, @ZodQuery(AsOfQuery) { asOf }: AsOfQuery): Promise<Patient> {
    return this.patients.get(id, asOf);
  }
}
