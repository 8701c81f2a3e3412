import { Role, roles } from '#libs/contracts';

export type RoleFound =
  { readonly found: true; readonly role: Role } | { readonly found: false; readonly because: string };

/**
 * The one role that the provider's claim gives. A list may name other things too, groups for example; two of our roles
 * at once are refused rather than guessed at.
 */
export function roleFrom(claim: unknown, claimName: string): RoleFound {
  const named = (Array.isArray(claim) ? claim : [claim]).filter((value): value is string => typeof value === 'string');
  const ours = [...new Set(named)].flatMap((name) => {
    const role = Role.safeParse(name);
    return role.success ? [role.data] : [];
  });
  const [role, another] = ours;
  if (role === undefined) {
    const known = roles.join(', ');
    const said = named.length === 0 ? 'is missing' : 'names no role of Homeward';
    return { found: false, because: `the claim "${claimName}" ${said}; expected one of ${known}` };
  }
  if (another !== undefined) {
    return { found: false, because: `the claim "${claimName}" names more than one role (${ours.join(', ')})` };
  }
  return { found: true, role };
}
