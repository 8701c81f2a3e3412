import { HomewardError } from '#libs/contracts';

/** No ward has this id. */
export class WardNotFoundError extends HomewardError {
  readonly code = 'ward-not-found';
  readonly transient = false;
  constructor(wardId: string) {
    super(`There is no ward ${wardId}.`, { wardId });
  }
}
