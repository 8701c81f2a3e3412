import { type ChangePatientFlags, PatientFlags, type PatientId } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { searchFor } from './lists.ts';
import type { AsOfTime } from './queries.ts';
import { queryKeys } from './query-keys.ts';

/** What has to be known of a patient wherever they are shown, and who said so last. */
export const flagsQuery = (patientId: PatientId, asOf: AsOfTime) =>
  queryOptions({
    queryKey: queryKeys.flags(patientId, asOf),
    queryFn: ({ signal }) =>
      ask({ path: `/patients/${patientId}/flags${searchFor({ asOf })}`, schema: PatientFlags, signal }),
  });

export const changeFlags = (
  patientId: PatientId,
  body: z.input<typeof ChangePatientFlags>,
  press: Press,
): Promise<CommandOutcome<PatientFlags, PatientFlags>> =>
  command({
    path: `/patients/${patientId}/flags`,
    method: 'PUT',
    body,
    press,
    answer: PatientFlags,
    seen: PatientFlags,
  });
