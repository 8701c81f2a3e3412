import { instant, type Instant, type PlanChange, type Pregnancy } from '#libs/contracts';
import type { PlanFault } from './plan-errors.ts';

/** Charts that are not for a pregnancy are not for the four weeks after its end either. */
const countsAfterEndMs = 28 * 24 * 3_600_000;

/** 40 weeks from the due date back to when gestation is counted from, and five that it may be passed by at most. */
const gestationMs = 280 * 24 * 3_600_000;
const overdueMs = 35 * 24 * 3_600_000;

type AskedPregnancy = Pick<PlanChange, 'pregnancy' | 'exclusion'>;

/** Faults of what is said of a pregnancy: it lies in the past, in order, and is said in one way. */
export function pregnancyFaults(asked: AskedPregnancy, known: Pregnancy | null, at: Instant): readonly PlanFault[] {
  const { pregnancy, exclusion } = asked;
  if (pregnancy === undefined || pregnancy === null) return [];
  const twice =
    exclusion === undefined
      ? []
      : [{ path: 'exclusion', message: 'found beside pregnancy; expected one of the two, which say the same' }];
  const { from, endedAt, dueDate } = datesOf(pregnancy, known, at);
  return [
    ...twice,
    ...(from > at
      ? [{ path: 'pregnancy.from', message: `found ${from}, which lies in the future; expected now or earlier` }]
      : []),
    ...(endedAt !== null && (endedAt > at || endedAt < from)
      ? [{ path: 'pregnancy.endedAt', message: `found ${endedAt}; expected from ${from} to now` }]
      : []),
    ...(pregnancy.dueDate === undefined || dueDate === null ? [] : dueDateFaults(dueDate, endedAt ?? at)),
  ];
}

/** A due date is at most 40 weeks after now, or after the end, and at most five weeks before it. */
function dueDateFaults(dueDate: string, at: Instant): readonly PlanFault[] {
  const beforeDueMs = Date.parse(dueDate) - Date.parse(at);
  if (beforeDueMs <= gestationMs && beforeDueMs >= -overdueMs) return [];
  const [first, last] = [-overdueMs, gestationMs].map((ms) => instant(Date.parse(at) + ms).slice(0, 10));
  return [{ path: 'pregnancy.dueDate', message: `found ${dueDate}; expected ${String(first)} to ${String(last)}` }];
}

/** The pregnancy that is known of once the change is made. */
export function pregnancyAfter(asked: AskedPregnancy, known: Pregnancy | null, at: Instant): Pregnancy | null {
  const { pregnancy, exclusion } = asked;
  if (pregnancy === null) return null;
  if (pregnancy !== undefined) return counted(datesOf(pregnancy, known, at));
  if (exclusion === null) return null;
  const goesOn = known !== null && known.endedAt === null;
  return exclusion === 'pregnant' && !goesOn ? counted({ from: at, dueDate: null, endedAt: null }) : known;
}

type Dates = Pick<Pregnancy, 'from' | 'endedAt'> & { readonly dueDate: string | null };

/** What is left out is as it was known; of one that counts no longer, nothing is taken over. */
function datesOf(asked: NonNullable<PlanChange['pregnancy']>, known: Pregnancy | null, at: Instant): Dates {
  const same = known !== null && (known.countsUntil === null || known.countsUntil > at) ? known : undefined;
  const { from, endedAt, dueDate } = asked;
  return {
    dueDate: dueDate === undefined ? (same?.dueDate ?? null) : dueDate,
    from: from === undefined ? (same?.from ?? at) : instant(Date.parse(from)),
    endedAt: endedAt === undefined ? (same?.endedAt ?? null) : timeOf(endedAt),
  };
}

function counted({ from, endedAt, dueDate }: Dates): Pregnancy {
  return {
    from,
    dueDate,
    endedAt,
    countsUntil: endedAt === null ? null : instant(Date.parse(endedAt) + countsAfterEndMs),
  };
}

function timeOf(time: string | null): Instant | null {
  return time === null ? null : instant(Date.parse(time));
}
