import type { ObservationCode } from '#libs/clinical';
import { type EventId, instant, requestId, type StayId } from '#libs/contracts';
import { isAnswered, type RequestPoint, type TimelineUpdate } from '#libs/timeline';

/** A request that has not been answered. */
export interface OpenRequest {
  readonly id: EventId;
  readonly stayId: StayId;
  readonly atMs: number;
  readonly why: RequestPoint['why'];
  readonly codes: readonly ObservationCode[];
}

export interface RequestsAfter {
  /** Requests from before the update that are answered by what is known now. */
  readonly answered: readonly EventId[];
  readonly open: readonly OpenRequest[];
}

/** The requests that a patient's trends make, all there are from a time on. */
export interface TrendRequests {
  readonly fromMs: number;
  readonly requests: readonly RequestPoint[];
}

/** Which requests are answered after an update, and which are still open. An answer to another stay's is not waited for. */
export function requestsAfter(
  before: readonly OpenRequest[],
  update: TimelineUpdate,
  trends: TrendRequests | undefined,
): RequestsAfter {
  const { timeline, history } = update;
  const known = timeline.newest?.known;
  const isOfOpenStay = ({ stayId }: Pick<OpenRequest, 'stayId'>): boolean => stayId === timeline.plan?.stay?.stayId;
  const [answered, open]: [EventId[], OpenRequest[]] = [[], []];
  for (const request of before) {
    const fromMs = request.why === 'unconfirmed' ? (trends?.fromMs ?? Infinity) : update.fromMs;
    if (request.atMs >= fromMs || !isOfOpenStay(request)) continue;
    if (known !== undefined && isAnswered(request, known)) answered.push(request.id);
    else open.push(request);
  }
  for (const point of [...history.requests, ...(trends?.requests ?? [])]) {
    if (point.answered || !isOfOpenStay(point)) continue;
    const { stayId, asks, why, atMs, codes } = point;
    open.push({ id: requestId({ stayId, asks, why, at: instant(atMs) }), stayId, atMs, why, codes });
  }
  return { answered, open };
}
