import { instant, type Instant, type MeasurementRequest, type PatientId, requestId } from '#libs/contracts';
import type { Ask } from '#libs/timeline';

export function requestEvent(
  ask: Ask,
  facts: { readonly patientId: PatientId; readonly revision: number; readonly receivedAt: Instant },
): MeasurementRequest {
  const { stayId, asks, why, codes, words, deviceId, answered } = ask;
  const at = instant(ask.atMs);
  return {
    id: requestId({ stayId, asks, why, at }),
    revision: facts.revision,
    state: answered ? 'answered' : 'asked',
    patientId: facts.patientId,
    stayId,
    asks,
    deviceId,
    codes: [...codes],
    why,
    words,
    at,
    expiresAt: instant(ask.expiresAtMs),
    receivedAt: facts.receivedAt,
  };
}
