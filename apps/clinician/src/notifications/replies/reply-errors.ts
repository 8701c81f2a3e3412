import { HomewardError } from '#libs/contracts';

/** A link to acknowledge by is none of ours, or has been changed. */
export class ReplyLinkInvalidError extends HomewardError {
  readonly code = 'reply-link-invalid';
  readonly transient = false;
  constructor() {
    super('This link is not complete, or not one of Homeward’s.');
  }
}

/** A link to acknowledge by is too old, or acknowledging asks for sign-in now. */
export class ReplyLinkExpiredError extends HomewardError {
  readonly code = 'reply-link-expired';
  readonly transient = false;
  constructor() {
    super('This link cannot be used any more. Sign in to see to the alert.');
  }
}

/** What passes on replies by SMS has no token, or another one than SMS_REPLY_TOKEN. */
export class SmsReplyRefusedError extends HomewardError {
  readonly code = 'sms-reply-refused';
  readonly transient = false;
  constructor() {
    super('Replies by SMS are taken from the provider alone, by its bearer token.');
  }
}

/** No code of a notification to this number is in the reply. */
export class ReplyCodeUnknownError extends HomewardError {
  readonly code = 'reply-code-unknown';
  readonly transient = false;
  constructor() {
    super('There is no code in the reply that was sent to this number within a day.');
  }
}

/** Too many replies came from one number: no code can be found out by trying. */
export class TooManyRepliesError extends HomewardError {
  readonly code = 'too-many-replies';
  readonly transient = true;
  constructor() {
    super('Too many replies from this number: try again in a quarter of an hour, or sign in.');
  }
}
