import { z } from 'zod';

/** What rebuilding the chart reads, beside what every way of running Homeward does. */
export const RebuildSettings = z.object({
  REBUILD_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'The database that `homeward rebuild-chart` enters the chart in. Left out: DATABASE_URL, else the embedded one.',
    ),
});
