import { HomewardError } from '#libs/contracts';
import type { ChangeSince, Subject } from '../audit/audit-entry.ts';

/** A command was sent for a revision that is not the newest any more: nothing was changed. */
export class ChangedMeanwhileError extends HomewardError {
  readonly code = 'changed-meanwhile';
  readonly transient = false;
  /** Members of the problem details beside the usual ones. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    { kind, id }: Subject,
    meanwhile: {
      readonly expectedRevision: number;
      readonly current: { readonly revision: number };
      readonly changes: readonly ChangeSince[];
    },
  ) {
    const { expectedRevision, current, changes } = meanwhile;
    const found = `found revision ${String(current.revision)}, expected ${String(expectedRevision)}`;
    const words = changes.map(({ at, by, text }) => ` ${text} (${by.name}, ${at})`).join('');
    super(`The ${kind} has changed meanwhile: ${found}.${words}`, {
      kind,
      id,
      expectedRevision,
      currentRevision: current.revision,
    });
    this.members = { currentRevision: current.revision, changes, current };
  }
}
