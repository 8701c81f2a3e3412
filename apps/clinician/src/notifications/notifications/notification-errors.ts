import { HomewardError } from '#libs/contracts';

/** No notification with this id is for this person. */
export class NotificationNotFoundError extends HomewardError {
  readonly code = 'notification-not-found';
  readonly transient = false;
  constructor(id: string) {
    super(`There is no notification ${id} for you.`, { id });
  }
}

/** There is no provider for a channel: see docs/configuration.md. */
export class ChannelNotOfferedError extends HomewardError {
  readonly code = 'channel-not-offered';
  readonly transient = false;
  constructor(channel: string) {
    super(`No provider is set for ${channel}: nothing can be sent by it.`, { channel });
  }
}

/** A person has no contact method of a channel. */
export class NoContactMethodError extends HomewardError {
  readonly code = 'no-contact-method';
  readonly transient = false;
  constructor(channel: string) {
    super(`You have no contact method for ${channel}: add one first.`, { channel });
  }
}
