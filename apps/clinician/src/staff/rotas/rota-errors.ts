import { HomewardError, type RotaId, type RotaOverrideId } from '#libs/contracts';

/** No rota has this id. */
export class RotaNotFoundError extends HomewardError {
  readonly code = 'rota-not-found';
  readonly transient = false;
  constructor(rotaId: RotaId) {
    super(`There is no rota ${rotaId}.`, { rotaId });
  }
}

/** The rota has no override with this id: it is another's, or has been removed. */
export class RotaOverrideNotFoundError extends HomewardError {
  readonly code = 'rota-override-not-found';
  readonly transient = false;
  constructor(rotaId: RotaId, overrideId: RotaOverrideId) {
    super(`Rota ${rotaId} has no override ${overrideId}.`, { rotaId, overrideId });
  }
}

/** Two shifts cannot be exchanged. */
export class SwapRefusedError extends HomewardError {
  readonly code = 'swap-refused';
  readonly transient = false;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
  constructor(rotaId: RotaId, shift: 'shiftA' | 'shiftB', because: string) {
    super(`The shifts were not exchanged: ${shift}: ${because}.`, { rotaId, shift });
    this.faults = [{ path: `${shift}.start`, message: because }];
  }
}

/** A calendar cannot be read, or has events whose person or times are not clear. Lists every fault. */
export class CalendarRefusedError extends HomewardError {
  readonly code = 'calendar-refused';
  readonly transient = false;
  constructor(readonly faults: readonly { readonly path: string; readonly message: string }[]) {
    const listed = faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
    super(`The calendar was not taken: ${listed}.`, { paths: faults.map(({ path }) => path) });
  }
}
