import { HomewardError } from '#libs/contracts';

/** A prescription of scale 2 was to be reviewed before it began. */
export class ReviewInPastError extends HomewardError {
  readonly code = 'review-in-past';
  readonly transient = false;
  constructor(reviewAt: string) {
    super(
      `The review at ${reviewAt} is in the past: expected a time to come, at which the prescription is looked at again.`,
      {
        reviewAt,
      },
    );
  }
}

/** A prescription of scale 2 was to begin later than now. */
export class PrescribedInFutureError extends HomewardError {
  readonly code = 'prescribed-in-future';
  readonly transient = false;
  constructor(prescribedAt: string) {
    super(`The prescription of ${prescribedAt} lies in the future: expected now or earlier.`, { prescribedAt });
  }
}
