import {
  BenefitClaims,
  CapacityTargets,
  type NewBenefitClaims,
  type NewCapacityTargets,
  PublishedImport,
} from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { queryKeys } from './query-keys.ts';

export const claimsQuery = queryOptions({
  queryKey: queryKeys.benefitClaims(),
  queryFn: ({ signal }) => ask({ path: '/capacity/claims', schema: BenefitClaims, signal }),
  staleTime: 5 * 60_000,
});

/** All targets as they are to be. */
export const changeTargets = (
  body: z.input<typeof NewCapacityTargets>,
  press: Press,
): Promise<CommandOutcome<CapacityTargets, CapacityTargets>> =>
  command({ path: '/capacity/targets', method: 'PUT', body, press, answer: CapacityTargets, seen: CapacityTargets });

/** All claims as they are to be. */
export const changeClaims = (
  body: z.input<typeof NewBenefitClaims>,
  press: Press,
): Promise<CommandOutcome<BenefitClaims, BenefitClaims>> =>
  command({ path: '/capacity/claims', method: 'PUT', body, press, answer: BenefitClaims, seen: BenefitClaims });

/** A table of the published national series, which is taken whole or not at all. */
export const importPublished = (csv: string, press: Press): Promise<CommandOutcome<PublishedImport, null>> =>
  command({
    path: '/capacity/published',
    body: csv,
    mediaType: 'text/csv',
    press,
    answer: PublishedImport,
    seen: z.null(),
  });
