import { resolve } from 'node:path';

import { readSettings } from '#libs/settings';

import { HomewardSettings } from '../settings.ts';
import { BackupNotSetUpError } from './backup-errors.ts';
import { BackupFolder } from './backup-folder.store.ts';
import { BackupSettings } from './backup-settings.ts';

const CommandSettings = HomewardSettings.extend(BackupSettings.shape);
type CommandSettings = HomewardSettings & BackupSettings;

/** What `homeward backup` and `homeward restore` read. */
export function readBackupSettings(command: string): CommandSettings {
  return readSettings(command, CommandSettings, process.env);
}

/** @throws BackupNotSetUpError when it is not said where it is, or there is no key. */
export function backupFolder({ BACKUP_FOLDER: path, BACKUP_KEY: key }: BackupSettings): BackupFolder {
  if (path === undefined)
    throw new BackupNotSetUpError('BACKUP_FOLDER', 'Set it to a folder on another disk than the database.');
  if (key === undefined) {
    const remedy = 'Make one (head -c 32 /dev/urandom | basenc --base64url | tr -d =) and keep a copy elsewhere.';
    throw new BackupNotSetUpError('BACKUP_KEY', remedy);
  }
  return new BackupFolder(resolve(path), Buffer.from(key, 'base64url'));
}
