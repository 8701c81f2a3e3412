import type { GatewayId, Instant, PatientId } from '#libs/contracts';
import { instant } from '#libs/contracts';

/** A device that a patient has, and when anything of it was last heard: a reading, or what it said of itself. */
export interface DeviceBehind {
  readonly patientId: PatientId;
  /** False once it, or the broker in its name, has said that it went offline, until it is heard again. */
  readonly online: boolean | null;
  readonly lastHeardAt: Instant | null;
}

/** A gateway with the devices of patients that are behind it. */
export interface GatewayHeard {
  readonly gatewayId: GatewayId;
  readonly name: string;
  readonly devices: readonly DeviceBehind[];
  /** When a device behind another gateway last said of itself that it is there; null where none has. */
  readonly othersHeardAt: Instant | null;
}

export type GatewayDecision =
  | { readonly state: 'down'; readonly because: 'said-offline' | 'not-heard'; readonly since: Instant }
  | {
      readonly state: 'up';
      readonly because:
        | 'no-devices'
        | 'heard'
        /** It may as well be the device, or its patient. */
        | 'one-device-quiet'
        /** It may as well be the intake, which has a technical alert of its own. */
        | 'others-not-heard';
    };

/** Longer than devices wait between two of what they say of themselves. */
const quietMinutes = 15;

/**
 * Whether a gateway is down rather than the patients behind it silent: every device there either said that it went offline
 * or has not been heard since before the silence began. One device alone has to have said so. What only is not heard counts
 * while devices behind other gateways are.
 *
 * @param silentSince when the first alert about a silence of patients behind it was raised.
 */
export function decideGateway(
  { devices, othersHeardAt }: Pick<GatewayHeard, 'devices' | 'othersHeardAt'>,
  silentSince: Instant,
): GatewayDecision {
  if (devices.length === 0) return { state: 'up', because: 'no-devices' };
  const quietSince = instant(Date.parse(silentSince) - quietMinutes * 60_000);
  const isQuiet = ({ online, lastHeardAt }: DeviceBehind): boolean =>
    online === false || (lastHeardAt ?? '') < quietSince;
  if (!devices.every(isQuiet)) return { state: 'up', because: 'heard' };
  const since = newest(devices) ?? silentSince;
  if (devices.every(({ online }) => online === false)) return { state: 'down', because: 'said-offline', since };
  if (devices.length === 1) return { state: 'up', because: 'one-device-quiet' };
  if (othersHeardAt === null || othersHeardAt < quietSince) return { state: 'up', because: 'others-not-heard' };
  return { state: 'down', because: 'not-heard', since };
}

/** Whether a gateway that was down can be heard again, or no patient has a device behind it any more. */
export function isUpAgain({ devices }: Pick<GatewayHeard, 'devices'>, downAt: Instant): boolean {
  return (
    devices.length === 0 ||
    devices.some(({ online, lastHeardAt }) => online !== false && lastHeardAt !== null && lastHeardAt > downAt)
  );
}

/** The patients all of whose devices are behind gateways that are down, each with one of those. */
export function patientsBehind<Down>(
  gateways: readonly GatewayHeard[],
  downOf: ReadonlyMap<GatewayId, Down>,
): ReadonlyMap<PatientId, Down> {
  const behind = new Map<PatientId, Down | undefined>();
  for (const { gatewayId, devices } of gateways) {
    const down = downOf.get(gatewayId);
    for (const { patientId } of devices) {
      const isReachable = behind.has(patientId) && behind.get(patientId) === undefined;
      behind.set(patientId, isReachable ? undefined : down);
    }
  }
  return new Map([...behind].flatMap(([patientId, down]) => (down === undefined ? [] : [[patientId, down] as const])));
}

function newest(devices: readonly DeviceBehind[]): Instant | undefined {
  return devices
    .flatMap(({ lastHeardAt }) => lastHeardAt ?? [])
    .toSorted()
    .at(-1);
}
