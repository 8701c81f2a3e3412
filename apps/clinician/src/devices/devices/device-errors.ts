import { HomewardError } from '#libs/contracts';

/** No device has this id. */
export class DeviceNotFoundError extends HomewardError {
  readonly code = 'device-not-found';
  readonly transient = false;
  constructor(deviceId: string) {
    super(`There is no device ${deviceId}: register it first.`, { deviceId });
  }
}

/** A device with this id is registered already, behind another gateway or as another kind. */
export class DeviceAlreadyRegisteredError extends HomewardError {
  readonly code = 'device-already-registered';
  readonly transient = false;
  constructor(deviceId: string, gatewayId: string) {
    super(`Device ${deviceId} is registered already, behind gateway ${gatewayId}.`, { deviceId, gatewayId });
  }
}

/** Another patient has the device. */
export class DeviceHeldError extends HomewardError {
  readonly code = 'device-held-by-another';
  readonly transient = false;
  constructor(deviceId: string, patientId: string) {
    super(`Device ${deviceId} is with patient ${patientId}: recover it first.`, { deviceId, patientId });
  }
}

/** No patient has the device, so there is nothing to recover. */
export class DeviceNotHeldError extends HomewardError {
  readonly code = 'device-not-held';
  readonly transient = false;
  constructor(deviceId: string) {
    super(`No patient has device ${deviceId} at the moment.`, { deviceId });
  }
}

/** What was refused of a device last does not show that its clock is ahead by what was said. */
export class ClockNotSteadyError extends HomewardError {
  readonly code = 'clock-not-steady';
  readonly transient = false;
  constructor(deviceId: string, aheadSeconds: number | null) {
    const found = aheadSeconds === null ? 'not steadily ahead' : `${String(aheadSeconds)} s ahead`;
    super(`The clock of device ${deviceId} is ${found} by what was refused of it last: look at it again.`, {
      deviceId,
      aheadSeconds,
    });
  }
}

/** A device was to be issued at a time that has not come yet. */
export class DeviceIssuedInFutureError extends HomewardError {
  readonly code = 'device-issued-in-future';
  readonly transient = false;
  constructor(deviceId: string, issuedAt: string) {
    super(`Device ${deviceId} cannot be issued at ${issuedAt}: expected a time that is not in the future.`, {
      deviceId,
      issuedAt,
    });
  }
}

/** An issue was back-dated without a word on why. */
export class BackdatingNeedsReasonError extends HomewardError {
  readonly code = 'backdating-needs-reason';
  readonly transient = false;
  constructor(deviceId: string, issuedAt: string) {
    super(
      `Device ${deviceId} was to be issued as of ${issuedAt}: expected a reason, since readings taken from then on become the patient's.`,
      {
        deviceId,
        issuedAt,
      },
    );
  }
}
