import {
  BedFigures,
  Closure,
  type ClosureId,
  type EndClosure,
  type NewClosure,
  type NewWardCapacity,
  Ward,
  WardCapacity,
  type WardChange,
  type WardId,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** Beds and patients of a ward now: counts, never a patient. */
export const bedFiguresQuery = (wardId: WardId) =>
  queryOptions({
    queryKey: queryKeys.bedFigures(wardId),
    queryFn: ({ signal }) => ask({ path: `/wards/${wardId}/capacity`, schema: BedFigures, signal }),
  });

/** Every capacity that the ward had, has and will have. */
export const wardCapacityQuery = (wardId: WardId) =>
  queryOptions({
    queryKey: queryKeys.wardCapacity(wardId),
    queryFn: ({ signal }) =>
      listOf({ path: `/wards/${wardId}/capacity/history`, query: {}, schema: WardCapacity, signal, mostPages: 1 }),
  });

export const closuresQuery = (wardId: WardId) =>
  queryOptions({
    queryKey: queryKeys.closures(wardId),
    queryFn: ({ signal }) =>
      listOf({ path: `/wards/${wardId}/closures`, query: {}, schema: Closure, signal, mostPages: 1 }),
  });

const nothing = z.null();
type WithoutRevision<Answer> = Promise<CommandOutcome<Answer, null>>;

export const changeWard = (
  id: WardId,
  body: z.input<typeof WardChange>,
  press: Press,
): Promise<CommandOutcome<Ward, Ward>> =>
  command({ path: `/wards/${id}`, method: 'PUT', body, press, answer: Ward, seen: Ward });

/** Capacity is added to, never overwritten: it has no revision. */
export const setWardCapacity = (
  id: WardId,
  body: z.input<typeof NewWardCapacity>,
  press: Press,
): WithoutRevision<WardCapacity> =>
  command({ path: `/wards/${id}/capacity`, method: 'PUT', body, press, answer: WardCapacity, seen: nothing });

export const closeBeds = (id: WardId, body: z.input<typeof NewClosure>, press: Press): WithoutRevision<Closure> =>
  command({ path: `/wards/${id}/closures`, body, press, answer: Closure, seen: nothing });

export const endClosure = (
  { wardId, id }: { readonly wardId: WardId; readonly id: ClosureId },
  body: EndClosure,
  press: Press,
): WithoutRevision<Closure> =>
  command({ path: `/wards/${wardId}/closures/${id}/end`, body, press, answer: Closure, seen: nothing });
