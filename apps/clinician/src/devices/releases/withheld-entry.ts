import { type QuarantinedEntry, quarantineReasons } from '#libs/contracts';

/**
 * The entry without anything that says whose it is or how they are: the patient, the payload and values, and what was
 * written about them. Left is what those who run the service need: when it came, from which device and gateway, how large it
 * was, and why it was quarantined, in the words that hold for every one.
 */
export function withheldEntry({
  payloadSha256: _notToBeGuessedFrom,
  patientId: _whose,
  ...entry
}: Omit<QuarantinedEntry, 'withheld' | 'releasable' | 'patient'>): QuarantinedEntry {
  return {
    ...entry,
    withheld: true,
    payload: '',
    reasons: entry.reasons.map(({ code, path }) => ({ code, path, message: quarantineReasons[code] })),
    released: entry.released.map((released) => ({ ...released, reason: '' })),
    releasable: [],
  };
}
