import type { RequestMessage } from '#libs/contracts';
import type { SimulatedDevice } from './course-of-illness.ts';
import { isSilent, type SimulatedMessage } from './simulated-messages.ts';
import type { SimulatedPatient } from './simulated-patient.ts';

/**
 * What a patient's home sends when it is asked to measure: a device measures again by itself, and the person takes up
 * whatever measures it, even what they had forgotten. Nothing comes from a device that is off or out of reach.
 *
 * @param asked the device that the request was sent to.
 * @param hour of the simulation.
 */
export function answersTo(
  { requestId, asks, codes }: Pick<RequestMessage, 'requestId' | 'asks' | 'codes'>,
  asked: { readonly patient: SimulatedPatient; readonly device: SimulatedDevice },
  hour: number,
): readonly SimulatedMessage[] {
  const { patient } = asked;
  const candidates = asks === 'device' ? [asked.device] : patient.course.devices;
  const reach = (device: SimulatedDevice): boolean =>
    !isSilent(patient, device, hour) || (asks === 'patient' && device.silent?.because === 'forgotten');
  return candidates
    .filter((device) => reach(device) && device.measures.some((code) => codes.includes(code)))
    .map((device) => ({
      patient,
      device,
      channel: 'observations',
      hour,
      count: 0,
      answers: { requestId, codes },
    }));
}
