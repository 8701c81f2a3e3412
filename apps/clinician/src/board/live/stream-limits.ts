/** An open stream, as far as it costs memory. */
export interface OpenStream {
  readonly personId: string;
  /** What has been written and not been read by the client yet. */
  readonly waitingBytes: number;
}

export interface StreamLimits {
  readonly perPerson: number;
  readonly inAll: number;
  /** What may wait in all streams together. */
  readonly waitingBytes: number;
}

/** Why a stream is closed by us: its client comes back and resumes. */
export type ClosingReason = 'too-many-of-this-person' | 'too-many-streams' | 'too-slow';

export interface Closing<Stream extends OpenStream> {
  readonly stream: Stream;
  readonly reason: ClosingReason;
}

/**
 * The stream that has to give way, if any. A person with too many loses one of them; where there are too many in all,
 * the person with most; of a person's streams the one that reads slowest, and where all keep up, the oldest.
 *
 * @param streams oldest first.
 */
export function streamToClose<Stream extends OpenStream>(
  streams: readonly Stream[],
  limits: StreamLimits,
): Closing<Stream> | undefined {
  const waiting = streams.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0);
  if (waiting > limits.waitingBytes) return closing(slowestOf(streams), 'too-slow');
  const ofPersons = [...Map.groupBy(streams, ({ personId }) => personId).values()];
  const most = ofPersons.reduce<readonly Stream[]>((one, other) => (other.length > one.length ? other : one), []);
  if (most.length > limits.perPerson) return closing(slowestOf(most), 'too-many-of-this-person');
  if (streams.length > limits.inAll) return closing(slowestOf(most), 'too-many-streams');
  return undefined;
}

function slowestOf<Stream extends OpenStream>(streams: readonly Stream[]): Stream | undefined {
  const [oldest] = streams;
  if (oldest === undefined) return undefined;
  return streams.reduce((slowest, one) => (one.waitingBytes > slowest.waitingBytes ? one : slowest), oldest);
}

function closing<Stream extends OpenStream>(
  stream: Stream | undefined,
  reason: ClosingReason,
): Closing<Stream> | undefined {
  return stream && { stream, reason };
}
