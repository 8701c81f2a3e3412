import type { Me, Role } from '#libs/contracts';
import { pathTo } from '../navigation/paths.ts';
import { mayOpen, type Route, type Section } from './route.tsx';

/** The pages of the rail's entries that a person may open, the first of each: what the entry leads to. */
export function entriesFor(me: Me, routes: readonly Route[]): ReadonlyMap<Section, Route> {
  const entries = new Map<Section, Route>();
  for (const route of routes) {
    const { section, path } = route;
    if (section === null || path.includes(':') || entries.has(section) || !mayOpen(route, me)) continue;
    entries.set(section, route);
  }
  return entries;
}

const landingOf: Readonly<Record<Role, Section>> = {
  'healthcare-assistant': 'now',
  nurse: 'now',
  prescriber: 'now',
  coordinator: 'flow',
  operations: 'flow',
  administrator: 'manage',
};

/** Where each role's work begins; the first entry that it has where that page is not for it. */
export function landingPath(me: Me, routes: readonly Route[]): string {
  const entries = entriesFor(me, routes);
  return (entries.get(landingOf[me.role]) ?? [...entries.values()][0])?.path ?? pathTo.preferences;
}
