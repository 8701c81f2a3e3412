import { HomewardError } from '#libs/contracts';

/** The provider, or a rule of ours, refuses this message to this address: it is not tried again. */
export class DeliveryRefusedError extends HomewardError {
  readonly code = 'delivery-refused';
  readonly transient = false;
}

/** The provider did not answer, or not now: it is tried again until the notification's time is over. */
export class ProviderUnavailableError extends HomewardError {
  readonly code = 'provider-unavailable';
  readonly transient = true;
}
