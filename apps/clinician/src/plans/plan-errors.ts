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
