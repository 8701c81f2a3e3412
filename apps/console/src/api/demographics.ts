import { type CorrectDemographics, Demographics, type PatientId } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { queryKeys } from './query-keys.ts';

/** Who the patient is, by the newest correction. */
export const demographicsQuery = (patientId: PatientId) =>
  queryOptions({
    queryKey: queryKeys.demographics(patientId),
    queryFn: ({ signal }) => ask({ path: `/patients/${patientId}/demographics`, schema: Demographics, signal }),
  });

export const correctDemographics = (
  patientId: PatientId,
  body: z.input<typeof CorrectDemographics>,
  press: Press,
): Promise<CommandOutcome<Demographics, Demographics>> =>
  command({
    path: `/patients/${patientId}/demographics`,
    method: 'PUT',
    body,
    press,
    answer: Demographics,
    seen: Demographics,
  });
