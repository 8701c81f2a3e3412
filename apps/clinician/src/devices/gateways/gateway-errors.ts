import { HomewardError } from '#libs/contracts';

/** No gateway has this id. */
export class GatewayNotFoundError extends HomewardError {
  readonly code = 'gateway-not-found';
  readonly transient = false;
  constructor(gatewayId: string) {
    super(`There is no gateway ${gatewayId}: register it first.`, { gatewayId });
  }
}
