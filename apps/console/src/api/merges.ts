import { Merge, MergePreview, type MergeId, type NewMerge, type PatientId, type UndoMerge } from '#libs/contracts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, command, type CommandOutcome, type Press } from './http.ts';
import { listOf } from './lists.ts';
import { queryKeys } from './query-keys.ts';

/** What merging the duplicate into the record would do, as things are when the page opens. */
export const mergePreviewQuery = (survivorId: PatientId, duplicateId: PatientId) =>
  queryOptions({
    queryKey: queryKeys.mergePreview(survivorId, duplicateId),
    queryFn: ({ signal }) =>
      ask({
        path: `/patients/${survivorId}/merge-preview?duplicateId=${duplicateId}`,
        schema: MergePreview,
        signal,
      }),
    gcTime: 0,
  });

/** Every merge that the record was part of, the newest first. */
export const mergesQuery = (patientId: PatientId) =>
  queryOptions({
    queryKey: queryKeys.merges(patientId),
    queryFn: ({ signal }) =>
      listOf({ path: `/patients/${patientId}/merges`, query: {}, schema: Merge, signal, mostPages: 1 }),
  });

export const mergePatients = (
  survivorId: PatientId,
  body: NewMerge,
  press: Press,
): Promise<CommandOutcome<Merge, null>> =>
  command({ path: `/patients/${survivorId}/merge`, body, press, answer: Merge, seen: z.null() });

export const undoMerge = (id: MergeId, body: UndoMerge, press: Press): Promise<CommandOutcome<Merge, null>> =>
  command({ path: `/merges/${id}/undo`, body, press, answer: Merge, seen: z.null() });
