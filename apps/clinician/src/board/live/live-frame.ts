import type { Permission, WardId } from '#libs/contracts';
import type { LiveChange } from '../../commands/live-changes/live-change.ts';

/** The wards that are watched; undefined among them means every ward. */
export type WatchedWards = ReadonlySet<WardId | undefined>;

/** Whom a change concerns: those who watch one of these wards, or every ward; everybody who watches; or one person. */
export type Audience = readonly WardId[] | 'every-ward' | 'everybody' | ThePerson;

/** The one person whom a change concerns, whatever they watch. */
export interface ThePerson {
  readonly personId: string;
}

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
  /** The kind of the change, and the trace that it belongs to, where it is traced. */
  readonly trace?: { readonly kind: LiveChange['kind']; readonly from: string } | undefined;
}

/** Who gets a frame: those who watch its ward and may see what it holds. */
export interface Watcher {
  /** Undefined: every ward. */
  readonly wardId: WardId | undefined;
  readonly personId: string;
  readonly may: (permission: Permission) => boolean;
}

/**
 * Whether a change concerns those who watch the ward, or who watch every ward where it is undefined. What is for one person
 * may be for any of them.
 */
export function concerns(audience: Audience, wardId: WardId | undefined): boolean {
  if (audience === 'everybody' || isOnePerson(audience)) return true;
  if (audience === 'every-ward') return wardId === undefined;
  return wardId === undefined ? audience.length > 0 : audience.includes(wardId);
}

export function reaches({ audience, permission }: LiveFrame, { wardId, personId, may }: Watcher): boolean {
  if (isOnePerson(audience) && audience.personId !== personId) return false;
  return concerns(audience, wardId) && may(permission);
}

const isOnePerson = (audience: Audience): audience is ThePerson =>
  typeof audience === 'object' && 'personId' in audience;

/** Without it the stream cannot be opened at all. */
const permissionToWatch: Permission = 'view-patients';

/** The permissions that what is sent depends on. A change that is not named here goes to all who may watch. */
const permissionFor: Readonly<Partial<Record<LiveChange['kind'], Permission>>> = {
  device: 'view-devices',
  quarantine: 'view-quarantine',
};

export function permissionOf(kind: LiveChange['kind']): Permission {
  return permissionFor[kind] ?? permissionToWatch;
}

/** Every permission that decides what a stream holds. */
export const streamPermissions: readonly Permission[] = [permissionToWatch, ...Object.values(permissionFor)];
