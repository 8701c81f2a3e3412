import type { ObservationCode } from '#libs/clinical';
import type { DeviceKind, MeasurementRequest, RequestMessage } from '#libs/contracts';

/** A device that a patient has. */
export interface HeldDevice {
  readonly deviceId: string;
  readonly gatewayId: string;
  readonly kind: DeviceKind;
}

/** What one device is sent. */
export interface AddressedRequest {
  readonly device: HeldDevice;
  readonly message: RequestMessage;
}

const pressures = ['systolic-pressure', 'diastolic-pressure'] as const;

/** What each kind measures by itself. A tablet or hub shows a question, and what another device does is unknown. */
const measuredBy: Readonly<Partial<Record<DeviceKind, readonly ObservationCode[]>>> = {
  'pulse-oximeter': ['oxygen-saturation', 'pulse-rate'],
  'blood-pressure-cuff': [...pressures, 'pulse-rate'],
  thermometer: ['temperature'],
  wearable: ['pulse-rate', 'oxygen-saturation', 'respiration-rate', 'temperature', 'steps', 'sleep', 'activity'],
  scales: ['body-weight'],
  'glucose-meter': ['blood-glucose'],
  'peak-flow-meter': ['peak-flow'],
};

/**
 * Which of the devices that the patient has are asked, and what each is asked for. The device that is named, if the patient
 * still has it; else, where devices are meant, those that can measure something of it, each for what it can. For what none
 * can, or where the person is meant, the devices that show a person something: tablets and hubs; where there is none either,
 * devices of an unknown kind. Empty where there is nothing to ask.
 */
export function addressees(request: MeasurementRequest, held: readonly HeldDevice[]): readonly AddressedRequest[] {
  const named = held.find(({ deviceId }) => deviceId === request.deviceId);
  if (named !== undefined) return [{ device: named, message: messageOf(request, request.asks, request.codes) }];
  const able = request.asks === 'device' ? held : [];
  const measuring = able.flatMap((device) => {
    const codes = request.codes.filter((code) => measures(device, code));
    return codes.length > 0 ? [{ device, message: messageOf(request, 'device', codes) }] : [];
  });
  const left = request.codes.filter((code) => !able.some((device) => measures(device, code)));
  return left.length === 0 ? measuring : [...measuring, ...shown(request, left, held)];
}

function shown(
  request: MeasurementRequest,
  codes: readonly ObservationCode[],
  held: readonly HeldDevice[],
): readonly AddressedRequest[] {
  const screens = held.filter(({ kind }) => kind === 'tablet' || kind === 'hub');
  const asked = screens.length > 0 ? screens : held.filter(({ kind }) => kind === 'other');
  return asked.map((device) => ({ device, message: messageOf(request, 'patient', codes) }));
}

function measures({ kind }: HeldDevice, code: ObservationCode): boolean {
  return measuredBy[kind]?.includes(code) === true;
}

function messageOf(
  { id, why, words, at, expiresAt }: MeasurementRequest,
  asks: MeasurementRequest['asks'],
  codes: readonly ObservationCode[],
): RequestMessage {
  return {
    requestId: id,
    asks: asks === 'device' ? 'device' : 'patient',
    codes: [...codes],
    why,
    words,
    requestedAt: at,
    expiresAt,
  };
}

/** The newest word on each request, where a batch says more than one thing of it. */
export function newestOfEach(requests: readonly MeasurementRequest[]): readonly MeasurementRequest[] {
  const newest = new Map<string, MeasurementRequest>();
  for (const request of requests) {
    const before = newest.get(request.id);
    if (before === undefined || before.revision <= request.revision) newest.set(request.id, request);
  }
  return [...newest.values()];
}
