import { z } from 'zod';
import {
  type AbsenceCode,
  absenceCodes,
  isAbsenceCode,
  type ObservationCode,
} from '../vital-signs/observation-codes.ts';
import { HoursOfDay, hoursInWords } from './hours-of-day.ts';
import { fault } from './limit-faults.ts';
import { type FaultInFile, shown } from './schema-faults.ts';

const mostMinutes = 720;

/** When it is to alert that a person who has left the bed or opened the door is not back. */
export const AbsenceRule = z.strictObject({
  /** About a person who leaves within these hours; at any time of day where it is not given. */
  between: HoursOfDay.optional(),
  backWithinMinutes: z.number().int().min(1).max(mostMinutes),
  /**
   * Of which event the taking back says that the person is back: their own where it is not given. A door that is closed again may
   * have been closed from outside: `bed-left` waits until they lie in bed again.
   */
  backShownBy: z.array(z.enum(absenceCodes)).min(1).optional(),
});
export type AbsenceRule = z.infer<typeof AbsenceRule>;

/** The events of which the taking back ends an absence. */
export function backShownBy(code: AbsenceCode, rule: AbsenceRule | undefined): readonly AbsenceCode[] {
  return rule?.backShownBy ?? [code];
}

/** `not back within 20 min, between 22:00 and 06:00`. */
export function absenceInWords({ between, backWithinMinutes }: AbsenceRule): string {
  const hours = between === undefined ? '' : `, ${hoursInWords(between)}`;
  return `not back within ${String(backWithinMinutes)} min${hours}`;
}

interface RuleOfEvent {
  readonly code: ObservationCode;
  readonly absence?: AbsenceRule | undefined;
  readonly cancelWithinSeconds?: number | undefined;
  readonly again?: object | undefined;
}

/** What is wrong with the part of an event's rule about an absence, whose shape is right. */
export function absenceFaults(rule: RuleOfEvent, path: string): readonly FaultInFile[] {
  const { absence, code } = rule;
  if (absence === undefined) return [];
  if (!isAbsenceCode(code)) {
    return [
      fault(
        `${path}.absence`,
        `one about ${shown(code)}`,
        `none, or a code after which the person is away: ${absenceCodes.join(', ')}`,
      ),
    ];
  }
  const beside = (['cancelWithinSeconds', 'again'] as const).filter((field) => rule[field] !== undefined);
  return [
    ...beside.map((field) =>
      fault(`${path}.${field}`, shown(rule[field]), 'none beside absence, which says how long is waited'),
    ),
    ...hoursFaults(absence, `${path}.absence.between`),
    ...backFaults(code, absence, `${path}.absence.backShownBy`),
  ];
}

/** Hours that end where they begin may be meant as none or as all. */
function hoursFaults({ between }: AbsenceRule, path: string): readonly FaultInFile[] {
  if (between === undefined || between.from !== between.until) return [];
  return [fault(`${path}.until`, shown(between.until), 'another time than it is from; left out, it holds all day')];
}

function backFaults(
  code: AbsenceCode,
  { backShownBy: shownBy = [] }: AbsenceRule,
  path: string,
): readonly FaultInFile[] {
  return shownBy.flatMap((one, index) => {
    const at = `${path}[${index}]`;
    if (shownBy.indexOf(one) < index) return [fault(at, shown(one), 'each once')];
    // Who closes the door does not lie in bed.
    if (code === 'bed-left' && one !== 'bed-left')
      return [fault(at, shown(one), 'bed-left, which is taken back in bed')];
    return [];
  });
}
