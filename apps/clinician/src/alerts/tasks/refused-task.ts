import type { PatientId, StayId } from '#libs/contracts';
import { type DeviceRefusals, refusedWords } from '../../devices/devices/refusals.ts';
import type { ScheduledTask } from './task-record.ts';

/** The task on the patient's row. */
export function refusedTask(
  refused: DeviceRefusals,
  stay: { readonly id: StayId; readonly patientId: PatientId },
): ScheduledTask {
  return {
    patientId: stay.patientId,
    stayId: stay.id,
    kind: 'device-refused',
    subject: refused.deviceId,
    codes: [],
    silentParty: null,
    dueAt: refused.firstAt,
    words: `${refusedWords(refused)} The patient measures, and it does not count: measure otherwise, and have the device put right or replaced.`,
  };
}
