import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { OfferedChannelsService } from '../../staff/cover/offered-channels.service.ts';
import { StaffService } from '../../staff/people/staff.service.ts';
import { ChannelsService } from '../channels/channels.service.ts';
import type { Contacts } from '../channels/contact-method.ts';
import type { ContactDirectory } from './contact-directory.service.ts';

/** How people are reached, as the group `staff` knows it; that group hears which channels are offered. */
@Injectable()
export class StaffContactsService implements ContactDirectory {
  constructor(
    private readonly staff: StaffService,
    offeredChannels: OfferedChannelsService,
    channels: ChannelsService,
  ) {
    offeredChannels.offer([...channels.offered]);
  }

  async contactsOf(
    client: Pick<PoolClient, 'query'>,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, Contacts>> {
    const members = await this.staff.getMany(personIds, client);
    return new Map(
      [...members].map(([id, { name, contactMethods, quietHours, active }]) => {
        const methods = contactMethods.toSorted((one, other) => one.order - other.order);
        return [id, { name, methods, quietHours, active }];
      }),
    );
  }
}
