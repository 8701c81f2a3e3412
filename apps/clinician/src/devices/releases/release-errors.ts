import { type EventId, HomewardError, type QuarantinedEntry } from '#libs/contracts';

/** No quarantined message has this id. */
export class QuarantinedNotFoundError extends HomewardError {
  readonly code = 'quarantined-not-found';
  readonly transient = false;
  constructor(id: EventId) {
    super(`There is no quarantined message ${id}.`, { id });
  }
}

/** The reading was not quarantined for its value alone, or is not there. */
export class ReadingNotReleasableError extends HomewardError {
  readonly code = 'reading-not-releasable';
  readonly transient = false;
  constructor(id: EventId, path: string, why: string) {
    super(`${path} of ${id} cannot be released: ${why}`, { id, path });
  }
}

/** The reading has been released, for another reason. */
export class ReadingAlreadyReleasedError extends HomewardError {
  readonly code = 'reading-already-released';
  readonly transient = false;
  constructor(id: EventId, { path, by, at }: QuarantinedEntry['released'][number]) {
    super(`${path} of ${id} was released by ${by.name} at ${at}, for another reason; it stays as it was released.`, {
      id,
      path,
      at,
    });
  }
}
