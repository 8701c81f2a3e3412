import type { MessageId, Receipt, ReceiptNote } from '#libs/contracts';
import type { MessageDecision } from './message-decision.ts';
import { printable } from './quarantined-event.ts';

/** A message may have hundreds of readings, each with the same member that is not known. */
const mostNotes = 50;

/** What the gateway is answered. */
export function receiptFor(
  { deviceId, messageId }: { readonly deviceId: string; readonly messageId: MessageId | null },
  decision: MessageDecision,
): Receipt {
  const about = { messageId, deviceId: printable(deviceId) };
  switch (decision.kind) {
    case 'accepted':
      return {
        ...about,
        outcome: 'accepted',
        reasons: [...decision.quarantined, ...decision.tooLate],
        ...(decision.notes.length > 0 && { notes: decision.notes.slice(0, mostNotes).map(printableNote) }),
      };
    case 'duplicate':
      return { ...about, outcome: 'duplicate', reasons: [] };
    case 'quarantined':
      return { ...about, outcome: 'quarantined', reasons: [...decision.reasons] };
  }
}

function printableNote({ code, path, message }: ReceiptNote): ReceiptNote {
  return { code, path: printable(path), message: printable(message) };
}
