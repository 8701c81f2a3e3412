import { type QuarantinedEntry, quarantineReasons } from '#libs/contracts';

/**
 * The entry without anything that says how a patient is: the payload and values, and what was written about them. Why the
 * message was quarantined is left in the words that hold for every one.
 */
export function withheldEntry({
  payloadSha256: _notToBeGuessedFrom,
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
