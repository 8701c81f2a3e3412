import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { pathTo } from '../navigation/paths.ts';
import { type Route, route } from './route.tsx';

const nothing = z.object({});

/** Beds in numbers, under Flow: now, as it was, as it may become, and as it was planned. */
export const capacityRoutes: readonly Route[] = [
  route({
    path: pathTo.capacity,
    title: () => t`Capacity`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/capacity/capacity-page.tsx')).CapacityPage,
  }),
  route({
    path: pathTo.capacityWall,
    title: () => t`Capacity for the wall`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/capacity/wall/wall-page.tsx')).WallPage,
  }),
  route({
    path: pathTo.capacitySnapshots,
    title: () => t`Snapshots`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/capacity/snapshots/snapshots-page.tsx')).SnapshotsPage,
  }),
  route({
    path: pathTo.capacityForecast,
    title: () => t`Forecast`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/capacity/forecast/forecast-page.tsx')).ForecastPage,
  }),
  route({
    path: pathTo.capacityTargets,
    title: () => t`Targets`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/capacity/targets/targets-page.tsx')).TargetsPage,
  }),
  route({
    path: pathTo.benefits,
    title: () => t`Benefits`,
    permission: 'view-wards',
    section: 'flow',
    values: nothing,
    load: async () => (await import('../pages/flow/capacity/benefits/benefits-page.tsx')).BenefitsPage,
  }),
];
