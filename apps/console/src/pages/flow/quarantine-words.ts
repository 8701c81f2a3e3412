import { type OperationsFigures, quarantineReasons } from '#libs/contracts';
import { t } from '@lingui/core/macro';

/** How many messages were quarantined for what, the most frequent first. */
export function quarantineWords(byReason: OperationsFigures['quarantinedByReason']): string {
  const counted = Object.entries(quarantineReasons)
    // Object.entries forgets that the names are those of the reasons.
    .map(([code, words]) => ({ words, count: byReason[code as keyof typeof byReason] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count);
  if (counted.length === 0) return t`No message was quarantined.`;
  return `${counted.map(({ count, words }) => `${String(count)} ${words}`).join('; ')}.`;
}
