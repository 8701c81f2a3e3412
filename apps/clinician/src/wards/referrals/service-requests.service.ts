import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { PatientId, Referral } from '#libs/contracts';
import type { FastifyInstance } from 'fastify';
import { type Command, CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { PatientsService } from '../../record/patients/patients.service.ts';
import { fhirJson } from './operation-outcome.ts';
import { ReferralViewsService } from './referral-views.service.ts';
import { ReferralsService } from './referrals.service.ts';
import { type ElementFault, readServiceRequest, type RequestedReferral } from './service-request.ts';
import { PatientMismatchError, ServiceRequestRefusedError } from './service-request-errors.ts';

const mostBytes = 256 * 1024;

/** Receives referrals as FHIR ServiceRequests, and registers patients who are not known by their number: both, or neither. */
@Injectable()
export class ServiceRequestsService implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly commands: CommandsService,
    private readonly patients: PatientsService,
    private readonly referrals: ReferralsService,
    private readonly views: ReferralViewsService,
  ) {}

  /** Lets requests have FHIR's own media type; the text is read by `receive`, so that what is no JSON gets its outcome, too. */
  onModuleInit(): void {
    // Homeward is served by Fastify, whose instance the adapter has.
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    if (fastify.hasContentTypeParser(fhirJson)) return;
    fastify.addContentTypeParser(fhirJson, { parseAs: 'string', bodyLimit: mostBytes }, (_request, body, done) => {
      done(null, body);
    });
  }

  /**
   * @param body the resource, or its text.
   * @throws ServiceRequestRefusedError with each element at fault.
   * @throws PatientMismatchError
   * @throws UnknownPathwayError
   * @throws WardNotFoundError
   */
  async receive(body: unknown, context: CommandContext): Promise<Referral> {
    const read = readServiceRequest(typeof body === 'string' ? jsonOf(body) : body);
    if (!read.ok) throw new ServiceRequestRefusedError(read.faults);
    const record = await this.commands.execute('refer', context, async (command) => {
      const patientId = await this.#patientOf(command, read.request);
      return this.referrals.referWithin(command, { ...read.request.referral, patientId });
    });
    return this.views.shown(record);
  }

  async #patientOf(command: Command, { nhsNumber, birthDate, patient }: RequestedReferral): Promise<PatientId> {
    const known = await this.patients.byNhsNumber(command, nhsNumber);
    if (known !== undefined && birthDate !== undefined && birthDate !== known.birthDate)
      throw new PatientMismatchError(known.id);
    if (known !== undefined) return known.id;
    if (patient === null) throw new ServiceRequestRefusedError([unknownPatient]);
    const fault = this.patients.birthDateFault(command, patient);
    if (fault !== undefined) throw new ServiceRequestRefusedError([{ path: 'contained.birthDate', message: fault }]);
    return (await this.patients.registerWithin(command, patient)).id;
  }
}

const unknownPatient: ElementFault = {
  path: 'subject',
  message:
    'expected a patient who is registered, or a contained Patient with family name, given name and birth date to register',
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ServiceRequestRefusedError([
      { path: '', message: `expected JSON: ${cause instanceof Error ? cause.message : String(cause)}` },
    ]);
  }
}
