import { HomewardError } from '#libs/contracts';

/** The API did not let the simulation make what it needs. */
export class SimulationRefusedError extends HomewardError {
  readonly code = 'simulation-refused';
  readonly transient = false;
  constructor(
    request: string,
    readonly status: number,
    readonly problemCode: string,
    detail: string,
  ) {
    super(`The simulation was refused ${request}: ${detail}`, { request, status, problemCode });
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
