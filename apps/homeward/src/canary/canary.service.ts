import { type Clock, SystemClock } from '#libs/clock';
import { canaryGatewayId } from '#libs/contracts';
import { digestOfSecret } from '#libs/identity';
import type { Logger } from '#libs/telemetry';

import type { CanaryCredential } from '../../../clinician/src/clinician.module.ts';
import { canarySecret } from './canary-secret.ts';
import { type CanaryBroker, CanarySender } from './canary-sender.service.ts';

export interface CanaryParts {
  readonly settings: {
    readonly CANARY_SECONDS: number;
    readonly CANARY_MQTT_URL?: string | undefined;
    readonly MQTT_URL?: string | undefined;
  };
  readonly clock: Clock;
  /** That all processes of the installation share. */
  readonly key: Uint8Array;
  /** Where devices connect; undefined where no gateway service runs here. */
  readonly mqtt: string | undefined;
  readonly logger: Logger;
}

/** What the gateway service is to know of the canary. A later start has a higher revision, whatever its key. */
export function canaryCredential(key: Uint8Array): CanaryCredential {
  const minutes = Math.floor(new SystemClock().now().getTime() / 60_000);
  return { secretSha256: digestOfSecret(canarySecret(key)), revision: minutes };
}

/** Sends the canary's readings from now on, where that is wanted and this process knows a broker. */
export function startCanary(parts: CanaryParts, stack: AsyncDisposableStack): void {
  const { settings, clock, logger } = parts;
  const { CANARY_SECONDS: seconds } = settings;
  const broker = brokerOf(parts);
  if (seconds === 0 || broker === undefined) return;
  const sender = CanarySender.start({ broker, intervalMs: seconds * 1000, clock, logger });
  stack.defer(() => sender.stop());
}

function brokerOf({ settings: { CANARY_MQTT_URL, MQTT_URL }, key, mqtt }: CanaryParts): CanaryBroker | undefined {
  const url = CANARY_MQTT_URL ?? MQTT_URL;
  if (url !== undefined) return { url };
  if (mqtt === undefined) return undefined;
  return { url: mqtt, credential: { username: canaryGatewayId, password: canarySecret(key) } };
}
