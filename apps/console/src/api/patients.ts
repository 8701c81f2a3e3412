import {
  Contact,
  DischargePreview,
  instant,
  Note,
  pageOf,
  Patient,
  type PatientId,
  PatientHistoryEntry,
  Stay,
  StayHistoryEntry,
  type StayId,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { serverClock } from '../time/server-clock.ts';
import { ask } from './http.ts';
import { listOf, searchFor } from './lists.ts';
import type { AsOfTime } from './queries.ts';
import { queryKeys } from './query-keys.ts';

/** The fewest characters that are searched for. */
export const shortestSearch = 2;

/** The first of those whom a text finds: by name, NHS number or device. */
export const patientSearchQuery = (text: string) =>
  queryOptions({
    queryKey: queryKeys.patientSearch(text),
    queryFn: ({ signal }) =>
      ask({ path: '/patients/search', body: { search: text, limit: 50 }, schema: pageOf(Patient), signal }).then(
        ({ items, nextCursor }) => ({ items, more: nextCursor !== null }),
      ),
    enabled: text.trim().length >= shortestSearch,
  });

export const contactsQuery = (patientId: PatientId, asOf: AsOfTime) =>
  queryOptions({
    queryKey: queryKeys.contacts(patientId, asOf),
    queryFn: ({ signal }) =>
      ask({
        path: `/patients/${patientId}/contacts${searchFor({ asOf })}`,
        schema: z.object({ items: z.array(Contact) }),
        signal,
      }),
  });

export const notesQuery = (patientId: PatientId, asOf: AsOfTime) =>
  queryOptions({
    queryKey: queryKeys.notes(patientId, asOf),
    queryFn: ({ signal }) =>
      listOf({
        path: `/patients/${patientId}/notes`,
        query: { asOf: asOf ?? undefined, limit: '200' },
        schema: Note,
        signal,
        mostPages: 1,
      }),
  });

/** What was done to the patient and by whom, the newest first. */
export const patientHistoryQuery = (patientId: PatientId, asOf: AsOfTime) =>
  queryOptions({
    queryKey: queryKeys.patientHistory(patientId, asOf),
    queryFn: ({ signal }) =>
      listOf({
        path: `/patients/${patientId}/audit`,
        query: { asOf: asOf ?? undefined, limit: '200' },
        schema: PatientHistoryEntry,
        signal,
        mostPages: 1,
      }),
  });

export const staysOfQuery = (patientId: PatientId) =>
  queryOptions({
    queryKey: queryKeys.staysOf(patientId),
    queryFn: ({ signal }) => listOf({ path: '/stays', query: { patientId }, schema: Stay, signal, mostPages: 1 }),
  });

/** The stays that have ended in the last seven days, of those that ended last. */
export const dischargedQuery = queryOptions({
  queryKey: queryKeys.discharged(),
  queryFn: async ({ signal }) => {
    const list = await listOf({ path: '/stays', query: { state: 'discharged' }, schema: Stay, signal, mostPages: 2 });
    const since = instant(serverClock.now() - 7 * 86_400_000);
    return list.items.filter(({ dischargedAt }) => dischargedAt !== null && dischargedAt >= since);
  },
});

export const stayHistoryQuery = (stayId: StayId) =>
  queryOptions({
    queryKey: queryKeys.stayHistory(stayId),
    queryFn: ({ signal }) =>
      listOf({ path: `/stays/${stayId}/history`, query: {}, schema: StayHistoryEntry, signal, mostPages: 1 }),
  });

/** What a discharge would end, as it is when the form opens: never from what was fetched before. */
export const dischargePreviewQuery = (stayId: StayId) =>
  queryOptions({
    queryKey: queryKeys.dischargePreview(stayId),
    queryFn: ({ signal }) => ask({ path: `/stays/${stayId}/discharge-preview`, schema: DischargePreview, signal }),
    gcTime: 0,
  });
