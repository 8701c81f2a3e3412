import {
  type NewRota,
  type NewRotaOverride,
  type NewRotaSwap,
  OnCall,
  Rota,
  RotaGap,
  type RotaId,
  RotaOverride,
  type RotaOverrideId,
  RotaShift,
  RotaSwap,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** From one instant until another. */
export interface RotaSpan {
  readonly from: string;
  readonly until: string;
}

const minuteMs = 60_000;

export const rotasQuery = queryOptions({
  queryKey: queryKeys.rotas(),
  queryFn: ({ signal }) => listOf({ path: '/rotas', query: {}, schema: Rota, signal, mostPages: 4 }),
});

export const rotaQuery = (id: RotaId) =>
  queryOptions({
    queryKey: queryKeys.rota(id),
    queryFn: ({ signal }) => ask({ path: `/rotas/${id}`, schema: Rota, signal }),
  });

export const rotaShiftsQuery = (id: RotaId, { from, until }: RotaSpan) =>
  queryOptions({
    queryKey: queryKeys.rotaShifts(id, { from, until }),
    queryFn: ({ signal }) =>
      listOf({ path: `/rotas/${id}/shifts`, query: { from, until }, schema: RotaShift, signal, mostPages: 1 }),
  });

export const rotaGapsQuery = (id: RotaId, { from, until }: RotaSpan) =>
  queryOptions({
    queryKey: queryKeys.rotaGaps(id, { from, until }),
    queryFn: ({ signal }) =>
      listOf({ path: `/rotas/${id}/gaps`, query: { from, until }, schema: RotaGap, signal, mostPages: 1 }),
  });

/** Who has the turn now. A shift ends without any change being made, so it is asked for again every minute. */
export const onCallQuery = (id: RotaId) =>
  queryOptions({
    queryKey: queryKeys.onCall(id),
    queryFn: ({ signal }) => ask({ path: `/rotas/${id}/on-call`, schema: OnCall, signal }),
    refetchInterval: minuteMs,
  });

export const addRota = (body: z.input<typeof NewRota>, press: Press): Promise<CommandOutcome<Rota, null>> =>
  command({ path: '/rotas', body, press, answer: Rota, seen: z.null() });

export const changeRota = (
  id: RotaId,
  body: z.input<typeof NewRota>,
  press: Press,
): Promise<CommandOutcome<Rota, Rota>> =>
  command({ path: `/rotas/${id}`, method: 'PUT', body, press, answer: Rota, seen: Rota });

export const addOverride = (
  id: RotaId,
  body: z.input<typeof NewRotaOverride>,
  press: Press,
): Promise<CommandOutcome<RotaOverride, Rota>> =>
  command({ path: `/rotas/${id}/overrides`, body, press, answer: RotaOverride, seen: Rota });

export const removeOverride = (
  id: RotaId,
  overrideId: RotaOverrideId,
  press: Press,
): Promise<CommandOutcome<RotaOverride, Rota>> =>
  command({
    path: `/rotas/${id}/overrides/${overrideId}`,
    method: 'DELETE',
    press,
    answer: RotaOverride,
    seen: Rota,
  });

export const swapShifts = (
  id: RotaId,
  body: z.input<typeof NewRotaSwap>,
  press: Press,
): Promise<CommandOutcome<RotaSwap, Rota>> =>
  command({ path: `/rotas/${id}/swaps`, body, press, answer: RotaSwap, seen: Rota });

/** @param calendar an iCalendar object, in place of the one read before. */
export const uploadCalendar = (id: RotaId, calendar: string, press: Press): Promise<CommandOutcome<Rota, Rota>> =>
  command({
    path: `/rotas/${id}.ics`,
    method: 'PUT',
    body: calendar,
    mediaType: 'text/calendar',
    press,
    answer: Rota,
    seen: Rota,
  });

/** Where a rota is downloaded from, as iCalendar. */
export const calendarAddress = (id: RotaId): string => `/api/v1/rotas/${id}.ics`;
