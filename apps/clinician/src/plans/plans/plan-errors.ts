import type { RuleBook } from '#libs/clinical';
import { HomewardError, type Permission, type Plan, type Role } from '#libs/contracts';

/** One thing that is wrong with a change of a plan. */
export interface PlanFault {
  /** Dotted, as in `thresholds.2.limit`. */
  readonly path: string;
  /** What was found there and what was expected. */
  readonly message: string;
  /** Where it has a name of its own. */
  readonly because?: 'review-in-past' | 'prescribed-in-future';
}

/** A change of a plan cannot be made; nothing of it was. Lists every fault. */
abstract class PlanFaultsError extends HomewardError {
  readonly transient = false;
  constructor(readonly faults: readonly PlanFault[]) {
    super(`The plan was not changed: ${faults.map(({ path, message }) => `${path}: ${message}`).join('; ')}.`, {
      paths: faults.map(({ path }) => path),
    });
  }
}

/** A change of a plan contradicts itself, the chart, or what a reading can be. */
export class PlanRefusedError extends PlanFaultsError {
  readonly code = 'plan-refused';
}

/** Something was to be reviewed at a time that has passed. */
export class ReviewInPastError extends PlanFaultsError {
  readonly code = 'review-in-past';
}

/** A prescription of scale 2 was to begin later than now. */
export class PrescribedInFutureError extends PlanFaultsError {
  readonly code = 'prescribed-in-future';
}

/**
 * The error for these faults: by the first that has a name of its own, so that a client can act on the code without reading words.
 */
export function planRefusal(faults: readonly PlanFault[]): HomewardError {
  switch (faults.find(({ because }) => because !== undefined)?.because) {
    case 'review-in-past':
      return new ReviewInPastError(faults);
    case 'prescribed-in-future':
      return new PrescribedInFutureError(faults);
    case undefined:
      return new PlanRefusedError(faults);
  }
}

/** An exclusion was to be ended that no person decided: age, or the pathway, excludes the patient as before. */
export class PlanUnchangedError extends HomewardError {
  readonly code = 'plan-unchanged';
  readonly transient = false;
  readonly faults: readonly PlanFault[];
  constructor({ exclusion, pathway }: Pick<Plan, 'exclusion' | 'pathway'>) {
    const message =
      exclusion === 'under-16'
        ? 'found null, but the patient is under 16 by their date of birth; expected that to be corrected, if it is wrong'
        : `found null, but everybody on the pathway ${pathway ?? 'of the plan'} is excluded; expected another pathway, if it is wrong`;
    super(`The plan was not changed: exclusion: ${message}.`, { exclusion });
    this.faults = [{ path: 'exclusion', message }];
  }
}

/** The person may change plans, and not these parts of one. */
export class PartNotPermittedError extends HomewardError {
  readonly code = 'not-permitted';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor(
    paths: readonly string[],
    { permission, role }: { readonly permission: Permission; readonly role: Role },
  ) {
    const needs = `needs the permission "${permission}", which the role "${role}" does not have`;
    super(`The plan was not changed: ${paths.map((path) => `${path} ${needs}`).join('; ')}.`, {
      paths,
      permission,
      role,
    });
    this.faults = paths.map((path) => ({ path, message: needs }));
  }
}

/** The rule sets have no pathway for a plan to follow, not even the one of last resort. */
export class NoPathwayError extends HomewardError {
  readonly code = 'pathway-missing';
  readonly transient = true;
  constructor(pathway: string) {
    super(`The rule sets have neither the pathway "${pathway}" nor "general": expected the latter always.`, {
      pathway,
    });
  }
}

/** No rule set in force is of this pathway. */
export class UnknownPathwayError extends HomewardError {
  readonly code = 'unknown-pathway';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor(pathway: string, expected: readonly string[]) {
    const message = `expected one of ${expected.join(', ')}`;
    super(`There is no pathway ${pathway}; ${message}.`, { pathway, expected });
    this.faults = [{ path: 'pathway', message }];
  }
}

/**
 * Refuses a pathway that no rule set in force has.
 *
 * @throws UnknownPathwayError
 */
export function assertPathway(pathway: string, { pathways }: Pick<RuleBook, 'pathways'>): void {
  const known = [...new Set(pathways.map(({ file }) => file.id))].toSorted();
  if (!known.includes(pathway)) throw new UnknownPathwayError(pathway, known);
}
