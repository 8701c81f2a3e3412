import { instant, type Instant, type MeasurementRequest, type PatientId, requestId } from '#libs/contracts';
import type { RequestPoint } from '#libs/timeline';

export function requestEvent(
  point: RequestPoint,
  facts: { readonly patientId: PatientId; readonly revision: number; readonly receivedAt: Instant },
): MeasurementRequest {
  const { stayId, asks, why, codes, words, deviceId, answered } = point;
  const at = instant(point.atMs);
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
    expiresAt: instant(point.expiresAtMs),
    receivedAt: facts.receivedAt,
  };
}
