import { HomewardError } from '#libs/contracts';

/** The log could not be reached, or did not answer as it should. Whatever was asked may or may not have happened. */
export class EventLogUnavailableError extends HomewardError {
  readonly code = 'event-log-unavailable';
  readonly transient = true;
}

/** The log was asked for something after `close()`. */
export class EventLogClosedError extends HomewardError {
  readonly code = 'event-log-closed';
  // Another process, or the next start, can do it: nothing may be given up for this.
  readonly transient = true;
}

/** A record that no log could take: an unknown topic, an empty key, or an event that its topic's schema refuses. */
export class UnfitRecordError extends HomewardError {
  readonly code = 'event-log-record-unfit';
  readonly transient = false;
}
