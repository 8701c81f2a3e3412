import { Controller, Get, Put } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { type NewOrganisation, Organisation, Organisations, OrganisationUpdate } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { type Update, ZodParam, ZodUpdate } from '#libs/problem-details';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { OrganisationsService } from './organisations.service.ts';

const { odsCode: OdsCode } = Organisation.shape;

/** `/organisations`. */
@Controller('api/v1/organisations')
export class OrganisationsController {
  constructor(private readonly organisations: OrganisationsService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary: 'Lists the organisations that wards belong to, by ODS code, each with the one above it.',
    answers: { 200: Organisations },
  })
  async list(): Promise<Organisations> {
    return { items: [...(await this.organisations.all())] };
  }

  @Get(':odsCode')
  @Permit('view-wards')
  @Describe({
    summary: 'Shows an organisation and the one above it.',
    answers: { 200: Organisation },
    problems: ['organisation-not-found'],
  })
  get(@ZodParam('odsCode', OdsCode) odsCode: string): Promise<Organisation> {
    return this.organisations.get(odsCode);
  }

  @Put(':odsCode')
  @Permit('manage-wards')
  @Describe({
    summary: 'Describes an organisation: its name, what it is, and which one is above it.',
    answers: { 200: Organisation },
    problems: ['organisation-cycle'],
  })
  async put(
    @ZodParam('odsCode', OdsCode) odsCode: string,
    @ZodUpdate(OrganisationUpdate) sent: Update<NewOrganisation>,
    @RequestedCommand() context: CommandContext,
  ): Promise<Organisation> {
    return this.organisations.put(odsCode, await sent.of(() => ({ odsCode }), context), context);
  }
}
