import { z } from 'zod';

/** What backups and restores read, beside what every way of running Homeward does. */
export const BackupSettings = z.object({
  BACKUP_FOLDER: z
    .string()
    .optional()
    .describe(
      'The folder that backups are written to and restored from; on another disk than the database. Needed by `homeward backup` and `homeward restore`.',
    ),
  BACKUP_KEY: z
    .string()
    .regex(/^[\w-]{43}$/u, 'Expected 256 bits in base64url, which are 43 characters')
    .optional()
    .describe(
      'Encrypts backups: 256 random bits in base64url. Without it no backup can be restored, so keep a copy apart from them. Needed by `homeward backup` and `homeward restore`.',
    ),
  BACKUP_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'The database as a role that may replicate and read all data. Left out: DATABASE_URL, else the embedded one, whose role may.',
    ),
  BACKUP_KEEP_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('For how many days back any time can be restored; older base backups and log are deleted.'),
  BACKUP_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3600)
    .default(10)
    .describe('How often what is committed is written to the backup folder: the most that a lost database costs.'),
});
export type BackupSettings = z.infer<typeof BackupSettings>;
