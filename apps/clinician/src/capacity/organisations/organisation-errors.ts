import { HomewardError } from '#libs/contracts';

/** No organisation with this ODS code has been described. */
export class OrganisationNotFoundError extends HomewardError {
  readonly code = 'organisation-not-found';
  readonly transient = false;
  constructor(odsCode: string) {
    super(`There is no organisation ${odsCode}.`, { odsCode });
  }
}

/** An organisation was to be above itself. */
export class OrganisationCycleError extends HomewardError {
  readonly code = 'organisation-cycle';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor(odsCode: string, parent: string) {
    super(`The organisation ${odsCode} would be above itself: ${parent} belongs to it.`, { odsCode, parent });
    this.faults = [{ path: 'parent', message: `${parent} belongs to ${odsCode}` }];
  }
}
