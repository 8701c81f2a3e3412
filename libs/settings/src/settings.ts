import { type z } from 'zod';

import { HomewardError } from '#libs/contracts';

/** Where settings come from: `process.env`, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One setting that cannot be used, and why. The value itself is left out, since it may be a secret. */
interface SettingFault {
  readonly setting: string;
  readonly message: string;
}

/** A service's settings are wrong; the message lists every fault at once. */
export class SettingsError extends HomewardError {
  readonly code = 'settings-invalid';
  readonly transient = false;

  constructor(
    service: string,
    readonly faults: readonly SettingFault[],
  ) {
    const lines = faults.map(({ setting, message }) => `  ${setting}: ${message}`);
    super(`${service} cannot start; ${String(faults.length)} setting(s) are wrong:\n${lines.join('\n')}`, {
      service,
      settings: faults.map(({ setting }) => setting),
    });
  }
}

/**
 * Reads what the schema asks for from the environment. Variables that the schema does not name are ignored, and one
 * that is empty counts as not set, since that is how shells and compose files leave a variable out.
 *
 * @param service as it should stand in the message: "The scoring service".
 * @throws SettingsError with every fault at once.
 */
export function readSettings<Schema extends z.ZodObject>(
  service: string,
  schema: Schema,
  environment: Environment,
): z.infer<Schema> {
  const asked = Object.keys(schema.shape)
    .map((name) => [name, environment[name]?.trim()] as const)
    .filter(([, value]) => value !== undefined && value !== '');
  const parsed = schema.safeParse(Object.fromEntries(asked));
  if (parsed.success) return parsed.data;
  throw new SettingsError(
    service,
    parsed.error.issues.map((issue) => ({ setting: issue.path.join('.') || 'settings', message: issue.message })),
  );
}
