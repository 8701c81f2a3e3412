import type { Client } from 'aedes';

/** The part of aedes's client that counts the packets which were read together and are not handled yet. */
interface PacketsInHand {
  _parsingBatch: number;
  readonly _nextBatch: () => void;
}

/**
 * A connection is read no further before everything that has been read of it is handled, which is what slows it down.
 *
 * aedes 1.2 counts one packet less in hand with each arrival of bytes, so that a client whose bytes come in many pieces is
 * read on all the while: messages that were to wait piled up by the thousand. `embedded-broker.int-spec.ts` would notice.
 */
export function readInTurn(client: Client): void {
  // Not in aedes's types.
  const inHand = client as unknown as PacketsInHand;
  client.conn.off('readable', inHand._nextBatch);
  inHand._parsingBatch = 0;
  client.conn.on('readable', () => {
    if (inHand._parsingBatch === 0) inHand._nextBatch();
  });
}
