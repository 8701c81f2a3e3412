/**
 * What goes wrong in a way that Homeward has a name for. Knows no HTTP and no MQTT: one place per app turns the code
 * into problem details, a receipt or a metric.
 */
export abstract class HomewardError extends Error {
  /** Kebab-case, listed in docs/errors.md, never reused once retired. */
  abstract readonly code: string;
  /** Whether trying the very same thing again can help. */
  abstract readonly transient: boolean;

  /**
   * @param message what happened, where, and what was expected, for the person who reads it.
   * @param facts the same for machines: ids and numbers, nothing that describes a patient.
   */
  constructor(
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
