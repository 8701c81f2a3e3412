import type { ObservationCode } from '#libs/clinical';
import { type EventId, instant, requestId, type StayId } from '#libs/contracts';
import { type Ask, isAnswered, type Known } from '#libs/timeline';

/** Something that somebody was asked for and that has not come. */
export interface OpenAsk {
  /** Of the request. */
  readonly id: EventId;
  readonly stayId: StayId;
  readonly atMs: number;
  readonly codes: readonly ObservationCode[];
}

/** Which of what somebody was asked for is answered by what is known now, and what is still open. */
export function openAsksAfter(
  before: readonly OpenAsk[],
  now: {
    /** What was asked from a time on. */
    readonly asks: readonly Ask[];
    readonly fromMs: number;
    readonly known: Known | undefined;
    /** Nobody waits for what was asked during another stay. */
    readonly openStayId: StayId | undefined;
  },
): { readonly answered: readonly EventId[]; readonly open: readonly OpenAsk[] } {
  const { asks, fromMs, known, openStayId } = now;
  const isOfStay = ({ stayId }: Pick<OpenAsk, 'stayId'>): boolean => stayId === openStayId;
  const [answered, stillOpen]: [EventId[], OpenAsk[]] = [[], []];
  for (const ask of before) {
    if (ask.atMs >= fromMs || !isOfStay(ask)) continue;
    if (known !== undefined && isAnswered(ask, known)) answered.push(ask.id);
    else stillOpen.push(ask);
  }
  for (const ask of asks) {
    if (ask.answered || !isOfStay(ask)) continue;
    const { stayId, atMs, codes } = ask;
    stillOpen.push({ id: requestId({ stayId, asks: ask.asks, why: ask.why, at: instant(atMs) }), stayId, atMs, codes });
  }
  return { answered, open: stillOpen };
}
