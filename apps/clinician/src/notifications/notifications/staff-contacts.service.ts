import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { StaffService } from '../../staff/people/staff.service.ts';
import type { Contacts } from '../channels/contact-method.ts';
import type { ContactDirectory } from './contact-directory.service.ts';

/** How people are reached, as they or those who manage staff have entered it. */
@Injectable()
export class StaffContactsService implements ContactDirectory {
  constructor(private readonly staff: StaffService) {}

  async contactsOf(
    client: Pick<PoolClient, 'query'>,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, Contacts>> {
    const people = await this.staff.getMany(personIds, client);
    return new Map(
      [...people].map(([id, { name, contactMethods: methods, quietHours, active }]) => [
        id,
        { name, methods, quietHours, active },
      ]),
    );
  }
}
