import { HomewardError } from '#libs/contracts';

/** A gateway is not known, and the log may have yet to say that it is registered. */
export class RegistrationsBehindError extends HomewardError {
  readonly code = 'registrations-behind';
  readonly transient = true;

  constructor() {
    super('What is known of registered gateways may be behind the log. Try again in a few seconds.', {});
  }
}
