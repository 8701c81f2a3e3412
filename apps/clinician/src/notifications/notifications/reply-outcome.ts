import type { ReplyOutcome } from '#libs/contracts';

/** What became of a reply. */
export interface ReplyResult {
  readonly outcome: ReplyOutcome;
  /** Who had acknowledged it before; null where no one had. */
  readonly by: string | null;
}

/** What became of it, in words for who replied. */
export function replyWords({ outcome, by }: ReplyResult): string {
  switch (outcome) {
    case 'acknowledged':
      return 'You have acknowledged the alert: you see to it now, and no one else is called.';
    case 'already-acknowledged':
      return `Nothing has changed: ${by ?? 'another person'} has acknowledged the alert already.`;
    case 'resolved':
      return 'Nothing has changed: the alert has been resolved already.';
    case 'superseded':
      return 'Nothing has changed: people have been called anew since this message. Use the newest one, or sign in.';
    case 'not-permitted':
      return 'Nothing has changed: your account may not acknowledge alerts.';
  }
}
