import { HomewardError } from '#libs/contracts';

/** A table of the published series has rows that are not as they are published; none of it was taken. */
export class PublishedTableRefusedError extends HomewardError {
  readonly code = 'published-table-refused';
  readonly transient = false;
  /** @param faults by row and column: what was found, and what was expected. */
  constructor(readonly faults: readonly { readonly path: string; readonly message: string }[]) {
    super(`The table is not as it is published: ${String(faults.length)} fault(s), the first ${words(faults[0])}.`, {
      paths: faults.map(({ path }) => path),
    });
  }
}

const words = (fault: { readonly path: string; readonly message: string } | undefined): string =>
  fault === undefined ? 'not known' : `at ${fault.path}: ${fault.message}`;
