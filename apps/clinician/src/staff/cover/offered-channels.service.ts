import { Injectable } from '@nestjs/common';
import { type ContactChannel, contactChannels } from '#libs/contracts';

/** By which channels people can be reached here: those that have a provider. The group of the channels says so. */
@Injectable()
export class OfferedChannelsService {
  #offered: ReadonlySet<ContactChannel> = new Set(contactChannels);

  get offered(): ReadonlySet<ContactChannel> {
    return this.#offered;
  }

  offer(channels: readonly ContactChannel[]): void {
    this.#offered = new Set(channels);
  }
}
