import { Gauge, type Registry } from 'prom-client';

/** What can be seen from outside of the sets that wait. */
export class BacklogMetrics {
  readonly #sets: Gauge;
  readonly #patients: Gauge;
  readonly #age: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#sets = new Gauge({
      name: 'homeward_scoring_backlog_sets',
      help: 'Observation sets that wait to be worked into the histories of patients of whom many came at once.',
      registers,
    });
    this.#patients = new Gauge({
      name: 'homeward_scoring_backlog_patients',
      help: 'Patients of whom observation sets wait in the backlog.',
      registers,
    });
    this.#age = new Gauge({
      name: 'homeward_scoring_backlog_age_seconds',
      help: 'For how long the oldest observation set of the backlog has waited.',
      registers,
    });
  }

  measured(backlog: { readonly sets: number; readonly patients: number; readonly seconds: number }): void {
    this.#sets.set(backlog.sets);
    this.#patients.set(backlog.patients);
    this.#age.set(backlog.seconds);
  }
}
