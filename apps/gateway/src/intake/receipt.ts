import type { MessageId, Receipt } from '#libs/contracts';
import type { MessageDecision } from './message-decision.ts';
import { printable } from './quarantined-event.ts';

/** What the gateway is answered. */
export function receiptFor(
  { deviceId, messageId }: { readonly deviceId: string; readonly messageId: MessageId | null },
  decision: MessageDecision,
): Receipt {
  const about = { messageId, deviceId: printable(deviceId) };
  switch (decision.kind) {
    case 'accepted':
      return { ...about, outcome: 'accepted', reasons: [...decision.quarantined, ...decision.tooLate] };
    case 'duplicate':
      return { ...about, outcome: 'duplicate', reasons: [] };
    case 'quarantined':
      return { ...about, outcome: 'quarantined', reasons: [...decision.reasons] };
  }
}
