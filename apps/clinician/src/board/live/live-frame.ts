import type { Permission, WardId } from '#libs/contracts';
import type { LiveChange } from '../../commands/live-changes/live-change.ts';

/** The wards that are watched; undefined among them means every ward. */
export type WatchedWards = ReadonlySet<WardId | undefined>;

/** Whom a change concerns: those who watch one of these wards, those who watch every ward, or everybody who watches. */
export type Audience = readonly WardId[] | 'every-ward' | 'everybody';

/** A change as it is sent: whom it concerns, and each of its events as JSON. */
export interface ResolvedChange {
  readonly audience: Audience;
  readonly texts: readonly string[];
}

/** What is sent of one change, and to whom. */
export interface LiveFrame {
  readonly position: number;
  readonly audience: Audience;
  /** What those may do who get it: no less than for fetching it. */
  readonly permission: Permission;
  /** The texts of its events. */
  readonly events: readonly string[];
}

/** Who gets a frame: those who watch its ward and may see what it holds. */
export interface Watcher {
  /** Undefined: every ward. */
  readonly wardId: WardId | undefined;
  readonly may: (permission: Permission) => boolean;
}

/** Whether a change concerns those who watch the ward, or who watch every ward where it is undefined. */
export function concerns(audience: Audience, wardId: WardId | undefined): boolean {
  if (audience === 'everybody') return true;
  if (audience === 'every-ward') return wardId === undefined;
  return wardId === undefined ? audience.length > 0 : audience.includes(wardId);
}

export function reaches({ audience, permission }: LiveFrame, { wardId, may }: Watcher): boolean {
  return concerns(audience, wardId) && may(permission);
}

/** Without it the stream cannot be opened at all. */
const permissionToWatch: Permission = 'view-patients';

/** The permissions that what is sent depends on. A change that is not named here goes to all who may watch. */
const permissionFor: Readonly<Partial<Record<LiveChange['kind'], Permission>>> = {
  device: 'manage-devices',
  quarantine: 'view-quarantine',
};

export function permissionOf(kind: LiveChange['kind']): Permission {
  return permissionFor[kind] ?? permissionToWatch;
}

/** Every permission that decides what a stream holds. */
export const streamPermissions: readonly Permission[] = [permissionToWatch, ...Object.values(permissionFor)];
