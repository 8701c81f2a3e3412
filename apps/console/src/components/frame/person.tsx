import type { Me, Permission } from '#libs/contracts';
import { createContext, use } from 'react';

/** Who is signed in; undefined until the service has said. */
export const PersonContext = createContext<Me | undefined>(undefined);

/** Whether the person signed in may do something; the service decides again when it is done. */
export function useMay(permission: Permission): boolean {
  return use(PersonContext)?.permissions.includes(permission) === true;
}
