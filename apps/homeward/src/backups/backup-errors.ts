import { HomewardError } from '#libs/contracts';

/** A setting without which there can be no backup is not there. */
export class BackupNotSetUpError extends HomewardError {
  readonly code = 'backup-not-set-up';
  readonly transient = false;

  constructor(setting: string, remedy: string) {
    super(`${setting} is not set. ${remedy}`, { setting });
  }
}

/** There is nothing to restore from. */
export class NoBackupError extends HomewardError {
  readonly code = 'no-backup';
  readonly transient = false;

  constructor(folder: string, until: string | undefined) {
    const before = until === undefined ? '' : ` that was complete by ${until}`;
    super(`${folder} has no base backup${before}. Look at what there is: homeward backup --list`, { folder });
  }
}

/** A file of a backup is damaged, or was written with another key. */
export class BackupUnreadableError extends HomewardError {
  readonly code = 'backup-unreadable';
  readonly transient = false;

  constructor(file: string, options?: ErrorOptions) {
    super(
      `${file} does not open: it was written with another BACKUP_KEY, or is not as it was written. Try another copy.`,
      { file },
      options,
    );
  }
}

/** A part of the write-ahead log is missing, so that nothing after it can be restored from this base backup. */
export class WalMissingError extends HomewardError {
  readonly code = 'wal-missing';
  readonly transient = false;

  constructor(segment: string) {
    super(`${segment} of the write-ahead log is missing. Take a base backup: homeward backup`, { segment });
  }
}

/** What was asked for cannot be restored from what there is. */
export class NotRestorableError extends HomewardError {
  readonly code = 'not-restorable';
  readonly transient = false;

  constructor(reason: string, options?: ErrorOptions) {
    super(`The backup cannot be restored: ${reason}`, {}, options);
  }
}

/** A restored database is older than it may be. */
export class BackupStaleError extends HomewardError {
  readonly code = 'backup-stale';
  readonly transient = true;

  constructor({ restoredUntil, minutes }: { readonly restoredUntil: string; readonly minutes: number }) {
    super(
      `What was restored ends at ${restoredUntil}, which is more than ${String(minutes)} minutes ago. Look whether homeward backup --follow runs.`,
      { restoredUntil, minutes },
    );
  }
}
