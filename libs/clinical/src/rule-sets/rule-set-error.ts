/** What is wrong in one place of a rule set. */
export interface RuleSetFault {
  /** The name of the file, as it was given. */
  readonly file: string;
  /** Where in it: `parameters[2].bands[0].upTo`; empty for the file as a whole. */
  readonly path: string;
  /** What was found and what was expected. */
  readonly message: string;
}

/** Rule sets that cannot be used. Names every fault of every file, so that one look at it is enough. */
export class RuleSetError extends Error {
  readonly code = 'rule-set-invalid';
  readonly transient = false;
  readonly faults: readonly RuleSetFault[];

  constructor(faults: readonly RuleSetFault[]) {
    const lines = faults.map(({ file, path, message }) => `  ${file}${path === '' ? '' : `, ${path}`}: ${message}`);
    super([`The rule sets cannot be used; ${faults.length} thing(s) in them are wrong:`, ...lines].join('\n'));
    this.name = 'RuleSetError';
    this.faults = faults;
  }
}
