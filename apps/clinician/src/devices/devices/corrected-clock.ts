import type { Device, DeviceId, PatientId } from '#libs/contracts';

/** A device whose clock is corrected, with the patient who has it. */
export interface CorrectedClock {
  readonly deviceId: DeviceId;
  readonly patientId: PatientId;
  readonly correction: NonNullable<Device['clockCorrection']>;
}

/** One whose correction has ended by itself, and why, as a sentence. */
export interface EndedCorrection extends CorrectedClock {
  readonly because: string;
}
