import { Controller, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { NewPatient, Patient, type Person } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { PatientsService } from './patients.service.ts';

/** Registration at `/patients`; what is read there is composed in `board/patients`. */
@Controller('api/v1/patients')
export class PatientsController {
  constructor(private readonly patients: PatientsService) {}

  @Post()
  @Permit('manage-patients')
  @Describe({ summary: 'Registers a patient.', answers: { 201: Patient }, problems: ['nhs-number-taken'] })
  async register(
    @ZodBody(NewPatient) patient: NewPatient,
    @RequestedCommand() context: CommandContext<Person>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Patient> {
    const registered = await this.patients.register(patient, context);
    void reply.header('Location', `/api/v1/patients/${registered.id}`);
    return { ...registered, stay: null, devices: [], knownThen: true };
  }
}
