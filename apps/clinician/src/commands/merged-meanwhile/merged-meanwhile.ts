import { PatientMergedError } from '#libs/contracts';
import { z } from 'zod';

/** What Postgres says when a row was to be added for a record that had been merged into another meanwhile. */
const MergedMeanwhile = z.object({
  constraint: z.literal('patient_not_merged'),
  message: z.string(),
  /** The record that stays. */
  detail: z.string(),
});

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/**
 * Says of a command that came while its patient's record was merged into another what became of the record.
 *
 * @throws PatientMergedError in place of the database's own error; any other error as it is.
 */
export async function refusedIfMerged<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { success, data } = MergedMeanwhile.safeParse(error);
    if (!success) throw error;
    throw new PatientMergedError(uuid.exec(data.message)?.[0] ?? '', data.detail);
  }
}
