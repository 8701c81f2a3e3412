import { HomewardError } from '#libs/contracts';

/** There are no Postgres programs for this machine. */
export class EmbeddedPostgresUnsupportedError extends HomewardError {
  readonly code = 'embedded-postgres-unsupported';
  readonly transient = false;

  constructor(platform: string, reason: string, options?: ErrorOptions) {
    super(
      `No embedded Postgres on ${platform}: ${reason}. Set DATABASE_URL to a Postgres server instead.`,
      { platform },
      options,
    );
  }
}

/** We are root, Postgres must not be, and the account it is to run as cannot get to one of its folders. */
export class EmbeddedPostgresUnreachableFolderError extends HomewardError {
  readonly code = 'embedded-postgres-unreachable-folder';
  readonly transient = false;

  constructor(folder: string, account: string) {
    super(
      `Postgres may not run as root, and the user "${account}" cannot enter ${folder}. ` +
        'Run Homeward as an ordinary user, set HOMEWARD_HOME to a folder that every account may enter, ' +
        'install setpriv (util-linux), or set DATABASE_URL to a Postgres server.',
      { folder, account },
    );
  }
}

/** The files were made by another major version of Postgres. */
export class EmbeddedPostgresVersionError extends HomewardError {
  readonly code = 'embedded-postgres-version';
  readonly transient = false;

  constructor(folder: string, found: string, expected: string) {
    super(
      `${folder} was made by Postgres ${found}, and this Homeward brings Postgres ${expected}. ` +
        'Dump it with the Homeward that made it and load it into a fresh HOMEWARD_HOME, or set DATABASE_URL.',
      { folder, found, expected },
    );
  }
}

/** Postgres could not be set up, started or spoken to; the message says which, with the end of its log. */
export class EmbeddedPostgresFailedError extends HomewardError {
  readonly code = 'embedded-postgres-failed';
  readonly transient = true;

  constructor(what: string, details: { readonly folder: string; readonly endOfLog: string }, options?: ErrorOptions) {
    super(
      `The embedded Postgres in ${details.folder} ${what}:\n${details.endOfLog.trim()}`,
      { folder: details.folder },
      options,
    );
  }
}
