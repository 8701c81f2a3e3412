import { HomewardError } from '#libs/contracts';
import type { Refusal } from './api/refusal.ts';

/** A port that was asked for by name is not free. */
export class PortTakenError extends HomewardError {
  readonly code = 'port-taken';
  readonly transient = true;

  constructor(setting: string, address: string) {
    super(
      `${setting} asks for ${address}, and another program listens there. Stop it, or set ${setting} to another port.`,
      {
        setting,
        address,
      },
    );
  }
}

/** Another Homeward runs on the same home. */
export class HomeInUseError extends HomewardError {
  readonly code = 'home-in-use';
  readonly transient = true;

  constructor(home: string, pid: number) {
    super(
      `Homeward already runs here: process ${String(pid)} uses ${home}. Stop it, or set HOMEWARD_HOME to another folder.`,
      { home, pid },
    );
  }
}

/** A command needs a running Homeward, and there is none to be found. */
export class NotRunningError extends HomewardError {
  readonly code = 'not-running';
  readonly transient = true;

  constructor(home: string) {
    super(
      `No Homeward runs in ${home}. Start one (homeward up), or set HOMEWARD_HOME or HOMEWARD_API_URL to where it is.`,
      { home },
    );
  }
}

/** The running Homeward did not do what a command asked it to. */
export class ApiRefusedError extends HomewardError {
  readonly code = 'api-refused';
  readonly transient = false;

  constructor({ request, status, problemCode, detail }: Refusal) {
    super(`The request ${request} was refused (HTTP status ${String(status)}, ${problemCode}): ${detail}`, {
      request,
      status,
      problemCode,
    });
  }
}

/** HTTPS was asked for, and cannot be served with what was given for it. */
export class CertificateUnusableError extends HomewardError {
  readonly code = 'certificate-unusable';
  readonly transient = false;

  constructor(reason: string, options?: ErrorOptions) {
    super(
      `HTTPS cannot be served with HTTP_TLS_CERT_FILE and HTTP_TLS_KEY_FILE: ${reason}. Set both to PEM files that belong together, or neither to serve HTTP.`,
      { reason },
      options,
    );
  }
}

/** This process's clock was set while it ran. */
export class ClockSteppedError extends HomewardError {
  readonly code = 'clock-stepped';
  readonly transient = true;

  constructor(step: { readonly bySeconds: number; readonly expected: string; readonly found: string }) {
    const where = step.bySeconds > 0 ? 'ahead' : 'back';
    const seconds = String(Math.abs(step.bySeconds));
    super(`The clock went ${where} by ${seconds} seconds: it said ${step.found} where ${step.expected} was expected.`, {
      ...step,
    });
  }
}

/** Too little room is left where data are kept. */
export class DiskNearlyFullError extends HomewardError {
  readonly code = 'disk-nearly-full';
  readonly transient = true;

  constructor(disks: readonly { readonly name: string; readonly freeBytes: number; readonly sizeBytes: number }[]) {
    const words = disks.map(
      ({ name, freeBytes, sizeBytes }) => `${name}: ${megabytes(freeBytes)} MB of ${megabytes(sizeBytes)} MB are left`,
    );
    super(`A disk is nearly full (${words.join('; ')}). What is optional has stopped: make room.`, {
      disks: disks.map(({ name, freeBytes }) => ({ name, freeBytes })),
    });
  }
}

const megabytes = (bytes: number): string => String(Math.floor(bytes / 2 ** 20));

/** The manual clock was asked for where real patients may be. */
export class ManualClockRefusedError extends HomewardError {
  readonly code = 'manual-clock-refused';
  readonly transient = false;

  constructor() {
    super('HOMEWARD_CLOCK=manual is for tests only, and NODE_ENV is production. Unset one of the two.');
  }
}
