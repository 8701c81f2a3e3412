/** What notifications have to know of a ward. */
export interface NotifyingWard {
  readonly name: string;
  /** Whether people have to sign in to acknowledge; null where that is as the service is set. */
  readonly replyNeedsSignIn: boolean | null;
}
