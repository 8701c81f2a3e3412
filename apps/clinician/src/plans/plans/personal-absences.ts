import { absenceFaults } from '#libs/clinical';
import { type Instant, instant, type PersonalAbsence, type PersonReference, type PlanChange } from '#libs/contracts';
import type { PlanFault } from './plan-errors.ts';
import { reviewFaults } from './plan-faults.ts';

type AskedAbsence = NonNullable<PlanChange['absences']>[number];

/** Faults of what is asked for about absences: each by itself, and one for each event at most. */
export function personalAbsenceFaults(asked: readonly AskedAbsence[], at: Instant): readonly PlanFault[] {
  return asked.flatMap(({ code, alert, reviewAt }, index) => {
    const path = `absences.${String(index)}`;
    const first = asked.findIndex((other) => other.code === code);
    return [
      ...(first === index ? [] : [{ path: `${path}.code`, message: `found ${code} twice; expected each event once` }]),
      ...(alert === null ? [] : absenceFaults({ code, absence: alert.absence }, `${path}.alert`).map(planFault)),
      ...reviewFaults(`${path}.reviewAt`, reviewAt, at),
    ];
  });
}

/** Rule sets name an entry of a list in brackets, and begin with a capital. */
function planFault({ path, message }: ReturnType<typeof absenceFaults>[number]): PlanFault {
  const words = message.charAt(0).toLocaleLowerCase('en-GB') + message.slice(1);
  return { path: path.replaceAll(/\[(\d+)\]/g, '.$1'), message: words };
}

/** What holds of absences once the change is made; what it says as before stays with its author and date. */
export function absencesAfter(
  asked: PlanChange['absences'],
  known: readonly PersonalAbsence[],
  { by, at }: { readonly by: PersonReference; readonly at: Instant },
): PersonalAbsence[] {
  if (asked === undefined) return [...known];
  return asked.map((absence) => {
    const was = known.find(({ code }) => code === absence.code);
    if (was !== undefined && staysAsDecided(absence, was)) return was;
    const { code, alert, reason } = absence;
    return { code, alert, reason, decidedBy: by, decidedAt: at, reviewAt: instant(Date.parse(absence.reviewAt)) };
  });
}

/** Those that would have an event alert no more, by their paths: a prescriber decides that. */
export function silencedAbsences(asked: readonly AskedAbsence[], known: readonly PersonalAbsence[]): readonly string[] {
  return asked.flatMap((absence, index) => {
    const was = known.find(({ code }) => code === absence.code);
    const isAsBefore = was !== undefined && staysAsDecided(absence, was);
    return absence.alert === null && !isAsBefore ? [`absences.${String(index)}`] : [];
  });
}

function staysAsDecided(asked: AskedAbsence, was: PersonalAbsence): boolean {
  const said = (one: AskedAbsence | PersonalAbsence): string =>
    JSON.stringify([one.alert === null ? null : inOrder(one.alert), one.reason, Date.parse(one.reviewAt)]);
  return said(asked) === said(was);
}

/** Whatever the order in which a client wrote it. */
function inOrder({ absence, tier, response, respondWithinMinutes }: NonNullable<AskedAbsence['alert']>): unknown {
  const { between, backWithinMinutes, backShownBy } = absence;
  const hours = between === undefined ? null : [between.from, between.until, between.timeZone];
  return [hours, backWithinMinutes, backShownBy, tier, response, respondWithinMinutes];
}
