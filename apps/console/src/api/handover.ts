import { Handover, instant, type PatientId, Sbar, type WardId } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { serverClock } from '../time/server-clock.ts';
import { ask } from './http.ts';
import { queryKeys } from './query-keys.ts';

/** Since how many hours ago a handover says what has changed. */
export const handoverHours = [8, 12, 24] as const;
export type HandoverHours = (typeof handoverHours)[number];

/** What the next shift has to know of a ward. */
export const handoverQuery = (wardId: WardId, hours: HandoverHours) =>
  queryOptions({
    queryKey: queryKeys.handover(wardId, hours),
    queryFn: ({ signal }) => {
      const since = instant(serverClock.now() - hours * 3_600_000);
      return ask({ path: `/wards/${wardId}/handover?since=${since}`, schema: Handover, signal });
    },
    staleTime: 60_000,
  });

/** Where the downtime pack of a ward is: a file to keep, not an answer to show. */
export const downtimePackAddress = (wardId: WardId): string => `/api/v1/wards/${wardId}/downtime-pack`;

export const sbarQuery = (patientId: PatientId) =>
  queryOptions({
    queryKey: queryKeys.sbar(patientId),
    queryFn: ({ signal }) => ask({ path: `/patients/${patientId}/sbar`, schema: Sbar, signal }),
    staleTime: 60_000,
  });
