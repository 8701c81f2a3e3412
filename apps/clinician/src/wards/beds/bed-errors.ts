import { HomewardError, type Permission, type Role } from '#libs/contracts';
import type { CapacityFault } from './capacity-faults.ts';

/** How a ward stood when a bed was asked for. */
interface BedFacts {
  readonly beds: number;
  readonly open: number;
  readonly occupied: number;
  readonly reserved: number;
}

/** Every open bed of the ward is taken or reserved. */
export class WardFullError extends HomewardError {
  readonly code = 'ward-full';
  readonly transient = false;
  /** Members of the problem details beside the usual ones. */
  readonly members: Readonly<Record<string, unknown>>;
  /** @param waitingPosition of the referral that asks, where it is on the waiting list of the ward: 1 is next. */
  constructor(wardId: string, facts: BedFacts & { readonly waitingPosition: number | null }) {
    const { open, occupied, reserved, waitingPosition } = facts;
    const taken = `${String(open)} open, ${String(occupied)} taken, ${String(reserved)} reserved`;
    const waits =
      waitingPosition === null ? '' : ` The referral is number ${String(waitingPosition)} on its waiting list.`;
    super(`Ward ${wardId} has no free bed: ${taken}.${waits}`, { wardId, ...facts });
    this.members = { ...facts };
  }
}

/** No bed of the ward is open, so that none is given beyond capacity either. */
export class WardClosedError extends HomewardError {
  readonly code = 'ward-closed';
  readonly transient = false;
  readonly members: Readonly<Record<string, unknown>>;
  constructor(wardId: string, { beds, closed }: { readonly beds: number; readonly closed: number }) {
    super(`Ward ${wardId} has no open bed: ${String(closed)} of ${String(beds)} are closed.`, { wardId, beds, closed });
    this.members = { beds, closed };
  }
}

/** The ward names the pathways that it cares for, and the patient's is none of them. */
export class PathwayNotOfferedError extends HomewardError {
  readonly code = 'pathway-not-offered';
  readonly transient = false;
  constructor(wardId: string, { pathway, offered }: { readonly pathway: string; readonly offered: readonly string[] }) {
    super(`Ward ${wardId} does not offer the pathway "${pathway}": expected one of ${offered.join(', ')}.`, {
      wardId,
      pathway,
      offered,
    });
  }
}

/** The person may admit and transfer, and not beyond the capacity of a ward. */
export class OverCapacityNotPermittedError extends HomewardError {
  readonly code = 'not-permitted';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor({ permission, role }: { readonly permission: Permission; readonly role: Role }) {
    const needs = `needs the permission "${permission}", which the role "${role}" does not have`;
    super(`The patient was not given a bed: overCapacityReason ${needs}.`, { permission, role });
    this.faults = [{ path: 'overCapacityReason', message: needs }];
  }
}

/** A change of dated capacity cannot be made; nothing of it was. Lists every fault. */
export class CapacityRefusedError extends HomewardError {
  readonly code = 'capacity-refused';
  readonly transient = false;
  constructor(
    wardId: string,
    readonly faults: readonly CapacityFault[],
  ) {
    const words = faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
    super(`The beds of ward ${wardId} were not changed: ${words}.`, { wardId, paths: faults.map(({ path }) => path) });
  }
}

/** The ward has no closure with this id. */
export class ClosureNotFoundError extends HomewardError {
  readonly code = 'closure-not-found';
  readonly transient = false;
  constructor(wardId: string, closureId: string) {
    super(`Ward ${wardId} has no closure ${closureId}.`, { wardId, closureId });
  }
}

/** The closure was ended by hand, or is over. */
export class ClosureAlreadyEndedError extends HomewardError {
  readonly code = 'closure-already-ended';
  readonly transient = false;
  constructor(closureId: string, endedAt: string) {
    super(`Closure ${closureId} has ended already, at ${endedAt}.`, { closureId, endedAt });
  }
}
