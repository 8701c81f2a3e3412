import { Injectable } from '@nestjs/common';
import { isCycle } from '#libs/capacity';
import type { NewOrganisation, Organisation } from '#libs/contracts';
import { InvalidRequestError } from '#libs/problem-details';
import { CommandsService } from '../../commands/commands.service.ts';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { OrganisationCycleError, OrganisationNotFoundError } from './organisation-errors.ts';
import { OrganisationsStore } from './organisations.store.ts';

/** Knows the organisations that wards belong to, and which is above which: provider, place, system. */
@Injectable()
export class OrganisationsService {
  constructor(
    private readonly commands: CommandsService,
    private readonly store: OrganisationsStore,
  ) {}

  async all(): Promise<readonly Organisation[]> {
    return this.store.all();
  }

  /** @throws OrganisationNotFoundError */
  async get(odsCode: string): Promise<Organisation> {
    const organisation = (await this.store.all()).find((one) => one.odsCode === odsCode);
    if (organisation === undefined) throw new OrganisationNotFoundError(odsCode);
    return organisation;
  }

  /**
   * Describes an organisation, or changes what is known of it.
   *
   * @throws InvalidRequestError where the parent has not been described.
   * @throws OrganisationCycleError
   */
  async put(odsCode: string, asked: NewOrganisation, context: CommandContext): Promise<Organisation> {
    const organisation = { odsCode, ...asked };
    return this.commands.execute('describe-organisation', context, async (command) => {
      const links = new Map((await this.store.lockAll(command.client)).map((one) => [one.odsCode, one]));
      const { parent } = organisation;
      if (parent !== null && isCycle(organisation, links)) throw new OrganisationCycleError(odsCode, parent);
      if (parent !== null && !links.has(parent)) {
        throw new InvalidRequestError('body', [{ path: 'parent', message: `there is no organisation ${parent}` }]);
      }
      await this.store.put(command.client, organisation);
      command.audit({
        subject: { kind: 'organisation', id: odsCode },
        text: 'The organisation was described.',
        facts: { ...asked },
      });
      return organisation;
    });
  }
}
