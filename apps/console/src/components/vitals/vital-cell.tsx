import type { ObservationCode } from '#libs/clinical';
import type { ShownValue } from '../board-table/row-vitals.ts';
import { ageWords } from '../words/time-words.ts';
import { longValue, shortValue, vitalName } from '../words/vital-words.ts';

export interface VitalCellProps {
  readonly code: ObservationCode;
  readonly latest: ShownValue | undefined;
  /** Its NEWS2 points in the newest score; null where it is not part of it. */
  readonly points: number | null;
  /** The score counts this parameter as missing although there is a value: it is too old to count. */
  readonly outOfDate: boolean;
  readonly now: number;
}

/** The newest value of one vital sign with its age, tinted by the points it scores. */
export function VitalCell({ code, latest, points, outOfDate, now }: VitalCellProps) {
  if (latest === undefined) {
    return (
      <span className="hw-vital hw-vital--none">
        <span aria-hidden="true">–</span>
        <span className="nhsuk-u-visually-hidden">none</span>
      </span>
    );
  }
  const words = code === 'consciousness' ? longValue(code, latest.value) : shortValue(code, latest.value);
  return (
    <span
      className={`hw-vital${points !== null && points > 0 ? ` hw-vital--points-${String(points)}` : ''}${outOfDate ? ' hw-vital--old' : ''}`}
    >
      <span className="hw-vital__value">
        {words}
        <span className="nhsuk-u-visually-hidden">
          {' '}
          {code === 'consciousness' || code === 'supplemental-oxygen' ? '' : vitalName(code).unit}
        </span>
        {points !== null && points > 0 && (
          <>
            <span className="nhsuk-u-visually-hidden">
              , {points} {points === 1 ? 'point' : 'points'}
            </span>
            <sup className="hw-vital__points" aria-hidden="true">
              {points}
            </sup>
          </>
        )}
      </span>
      <span className="hw-vital__age">
        {ageWords(latest.takenAt, now)}
        {outOfDate && <span className="hw-vital__old"> too old</span>}
      </span>
    </span>
  );
}
