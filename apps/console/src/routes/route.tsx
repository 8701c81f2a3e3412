import type { Me, Permission } from '#libs/contracts';
import type { ComponentType, ReactNode } from 'react';
import type { z } from 'zod';
import type { PathValues } from '../navigation/match-path.ts';
import { PageCode } from './page-code.ts';

/** The entries of the rail, in their order. */
export const sections = ['now', 'wards', 'alerts', 'patients', 'flow', 'devices', 'manage'] as const;
export type Section = (typeof sections)[number];

/** One page of the console: where it is, who may see it, and how it is loaded. */
export interface Route {
  readonly path: string;
  readonly title: () => string;
  /** Without which the page is not shown; null where everybody who is signed in may see it. */
  readonly permission: Permission | null;
  /** Under which entry of the rail it stands; null for none. */
  readonly section: Section | null;
  /** Whether it can be looked at as of an earlier time. */
  readonly hasPast: boolean;
  /** The page for what its path names; undefined where that cannot be, such as an id that is none. */
  readonly page: (values: PathValues) => ReactNode | undefined;
}

export interface RouteOptions<Values extends z.ZodType<object>> extends Omit<Route, 'page' | 'hasPast'> {
  readonly hasPast?: true;
  /** Reads what the path names; it becomes the properties of the page. */
  readonly values: Values;
  readonly load: () => Promise<ComponentType<z.infer<Values>>>;
}

export function route<Values extends z.ZodType<object>>(options: RouteOptions<Values>): Route {
  const { values, load, hasPast = false, ...rest } = options;
  const code = new PageCode(load);
  return {
    ...rest,
    hasPast,
    page: (found) => {
      const read = values.safeParse(found);
      if (!read.success) return undefined;
      const Page = code.component();
      return <Page {...read.data} />;
    },
  };
}

/** The service decides again, on everything that the page asks for. */
export const mayOpen = ({ permission }: Pick<Route, 'permission'>, me: Me): boolean =>
  permission === null || me.permissions.includes(permission);
