import { HomewardError } from '#libs/contracts';
import type { Refusal } from '../api/refusal.ts';

/** The API did not let the simulation make what it needs. */
export class SimulationRefusedError extends HomewardError {
  readonly code = 'simulation-refused';
  readonly transient = false;
  readonly status: number;
  readonly problemCode: string;
  constructor({ request, status, problemCode, detail }: Refusal) {
    super(`The simulation was refused ${request}: ${detail}`, { request, status, problemCode });
    this.status = status;
    this.problemCode = problemCode;
  }
}

/** The API or the MQTT broker cannot be reached. */
export class SimulationUnreachableError extends HomewardError {
  readonly code = 'simulation-unreachable';
  readonly transient = true;
  constructor(what: string, cause: unknown) {
    super(`The simulation cannot reach ${what}: is Homeward running?`, { what }, { cause });
  }
}
