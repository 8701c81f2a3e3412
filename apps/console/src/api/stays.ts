import {
  type CancelStay,
  type ExpectedDischarge,
  type ReinstateStay,
  Stay,
  type StayId,
  type StayLeave,
  SwappedStays,
  type SwapStays,
  type TransferStay,
  type WardId,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { type z } from 'zod';
import { command, type CommandOutcome, type Press } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** The open stays of a ward, those on leave among them. */
export const staysOnWardQuery = (wardId: WardId) =>
  queryOptions({
    queryKey: queryKeys.staysOnWard(wardId),
    queryFn: ({ signal }) =>
      listOf({ path: '/stays', query: { wardId, state: 'open' }, schema: Stay, signal, mostPages: 4 }),
  });

type StayOutcome = Promise<CommandOutcome<Stay, Stay>>;

/** The changes of one stay, and what each is sent with. */
export interface StayBodies {
  readonly transfer: TransferStay;
  readonly leave: z.input<typeof StayLeave>;
  readonly return: object;
  readonly cancel: CancelStay;
  readonly reinstate: ReinstateStay;
}

export const changeStay = <Change extends keyof StayBodies>(
  { id, change }: { readonly id: StayId; readonly change: Change },
  body: StayBodies[Change],
  press: Press,
): StayOutcome => command({ path: `/stays/${id}/${change}`, body, press, answer: Stay, seen: Stay });

export const expectDischarge = (id: StayId, body: ExpectedDischarge, press: Press): StayOutcome =>
  command({
    path: `/stays/${id}/expected-discharge-date`,
    method: 'PUT',
    body,
    press,
    answer: Stay,
    seen: Stay,
  });

/** Two stays have no one revision: `ifRevisions` names those that were seen. What is seen then is the stay that has changed. */
export const swapStays = (body: SwapStays, press: Press): Promise<CommandOutcome<SwappedStays, Stay>> =>
  command({ path: '/stays/swap', body, press, answer: SwappedStays, seen: Stay });
