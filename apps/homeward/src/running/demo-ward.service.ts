import { SystemClock } from '#libs/clock';
import type { Role } from '#libs/contracts';
import { mintToken } from '#libs/identity';
import type { Logger } from '#libs/telemetry';

import { HomewardApi } from '../api/homeward-api.client.ts';
import type { DemoMember } from '../demo-staff/demo-people.ts';
import { DemoRegionService, type RegionParts } from '../demo-region/demo-region.service.ts';
import { DemoStaffService } from '../demo-staff/demo-staff.service.ts';
import { ApiRefusedError, NotRunningError } from '../homeward-errors.ts';
import { tokenKey } from '../local-state/token-key.store.ts';
import { startSimulation } from '../simulation/simulation.service.ts';
import type { ServiceSettings } from './service-settings.ts';

/** Enough to fill a board with every course of illness, few enough to know each by name. */
const patients = 8;
/** An hour of illness in a minute: what takes a night at home can be watched over a cup of tea. */
const speed = 60;
const historyHours = 6;
/** The same people and illnesses every time, so that what one person saw another can see too. */
const seed = 1;
const tokenSeconds = 3600;

export interface DemoWardParts {
  readonly settings: ServiceSettings;
  readonly api: URL;
  readonly mqtt: string;
  /** Who can sign in here; empty where people sign in elsewhere. */
  readonly signIns: readonly DemoMember[];
  readonly logger: Logger;
}

/**
 * Makes the demo ward, its patients, devices and stays and those who answer its alerts where they are missing, and lets the
 * simulation go on where it ended the last time. Its failure is logged: the ward itself does not depend on it.
 *
 * @returns what stops it.
 */
export async function startDemoWard({
  settings,
  api,
  mqtt,
  signIns,
  logger,
}: DemoWardParts): Promise<() => Promise<void>> {
  const key = await tokenKey(settings);
  const clock = new SystemClock();
  const failed = (error: unknown): void => {
    logger.error({ event: 'demo-ward-failed', err: error }, 'The simulated patients have stopped');
  };
  const tokenFor = (role: Role): Promise<string> =>
    mintToken({ key, role, name: 'Simulation', now: clock.now(), ttlSeconds: tokenSeconds });
  const home = settings.HOMEWARD_HOME;
  const asClient = new HomewardApi({
    api: api.origin,
    tokenFor,
    errors: {
      refused: (refusal) => new ApiRefusedError(refusal),
      unreachable: () => new NotRunningError(home),
    },
  });
  const staff = new DemoStaffService(asClient);
  const withoutStaff = (error: unknown): void => {
    logger.error({ event: 'demo-staff-failed', err: error }, 'The demo lacks those who answer its alerts');
  };
  try {
    const simulation = await startSimulation({
      api: api.origin,
      mqtt,
      home,
      tokenFor,
      // Before the first alert, which is to escalate by their policy.
      onWardReady: (wardId) => staff.setUp({ wardId, signIns, now: clock.now() }).catch(withoutStaff),
      clock,
      logger,
      patients,
      seed,
      speed,
      historyHours,
    });
    simulation.done.catch(failed);
    const { wardId: riversideId, gatewayId } = simulation;
    const stopRegion = startRegion({ api: asClient, clock, logger, riversideId, gatewayId });
    return async () => {
      await Promise.all([stopRegion(), simulation.stop().catch(failed)]);
    };
  } catch (error) {
    failed(error);
    return () => Promise.resolve();
  }
}

/** @returns what stops it. Its failure is logged: the ward whose readings are simulated does not depend on it. */
function startRegion(parts: RegionParts & { readonly logger: Logger }): () => Promise<void> {
  const stopping = new AbortController();
  const done = new DemoRegionService(parts).live(stopping.signal).catch((error: unknown) => {
    parts.logger.error({ event: 'demo-region-failed', err: error }, 'The region around the demo ward has stopped');
  });
  return () => {
    stopping.abort();
    return done;
  };
}
