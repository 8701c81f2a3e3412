import { z } from 'zod';

/** What tells two people of one name apart, beside what is about one of them: an alert, a task. */
export const PatientName = z.object({
  givenName: z.string(),
  familyName: z.string(),
  nhsNumber: z.string(),
  birthDate: z.string(),
});
export type PatientName = z.infer<typeof PatientName>;
