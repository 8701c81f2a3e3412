import { HomewardError } from '#libs/contracts';

/** A gateway sends faster over HTTP than is taken from one gateway. */
export class GatewayTooFastError extends HomewardError {
  readonly code = 'gateway-too-fast';
  readonly transient = true;

  constructor(readonly retryAfterSeconds: number) {
    super('This gateway sends faster than is taken from one. Nothing was taken: wait, then send it again.', {
      retryAfterSeconds,
    });
  }
}

/** A gateway has sent over HTTP as much as is taken of one gateway in a day. */
export class GatewayVolumeUsedUpError extends HomewardError {
  readonly code = 'gateway-volume-used-up';
  readonly transient = true;

  constructor(readonly retryAfterSeconds: number) {
    super(
      'This gateway has sent as much as is taken of one in a day. Nothing was taken: send it again tomorrow, by UTC.',
      {
        retryAfterSeconds,
      },
    );
  }
}
