import type { ObservationCode, QualityRules } from '#libs/clinical';
import type { ObservationValue, SignalQuality } from '#libs/contracts';
import type { z } from 'zod';
import { poorSignalWords } from '../words/quality-words.ts';
import { ageWords } from '../words/time-words.ts';
import { longValue, shortValue, vitalName } from '../words/vital-words.ts';

/** A value as the board shows it: what it was and when it was taken. */
export interface ShownValue {
  readonly value: ObservationValue;
  readonly takenAt: string;
  readonly quality?: SignalQuality | undefined;
}

/** What was found that could not be taken, and when. */
export interface ShownDoubt {
  readonly found: string;
  readonly takenAt: string;
}

export interface VitalCellProps {
  readonly code: ObservationCode;
  readonly latest: ShownValue | undefined;
  /** Its points in the newest score; null where it is not part of it. */
  readonly points: number | null;
  /** The score counts this parameter as missing although there is a value: it is too old to count. */
  readonly outOfDate: boolean;
  /** Present where a newer value could not be taken: the one before it does not count. */
  readonly doubt?: ShownDoubt | undefined;
  readonly now: number;
  /** From when on a signal is poor on the patient's pathway; undefined while that is not known. */
  readonly quality?: z.infer<typeof QualityRules> | undefined;
}

/** The newest value of one vital sign with its age, tinted by the points it scores. */
export function VitalCell({ code, latest, points, outOfDate, doubt, now, quality }: VitalCellProps) {
  if (doubt !== undefined) return <DoubtfulVital code={code} latest={latest} doubt={doubt} now={now} />;
  if (latest === undefined) {
    return (
      <span className="hw-vital hw-vital--none">
        <span aria-hidden="true">–</span>
        <span className="nhsuk-u-visually-hidden">none</span>
      </span>
    );
  }
  const words = code === 'consciousness' ? longValue(code, latest.value) : shortValue(code, latest.value);
  const poor = poorSignalWords(latest.quality, quality);
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
        {points !== null && points > 0 && <Points points={points} />}
      </span>
      {outOfDate ? (
        <span className="hw-vital__age">
          <span className="hw-vital__old">
            too old<span className="nhsuk-u-visually-hidden"> to count</span>
          </span>
          <span className="nhsuk-u-visually-hidden">, taken</span> {ageWords(latest.takenAt, now)}
        </span>
      ) : (
        <span className="hw-vital__age">{ageWords(latest.takenAt, now)}</span>
      )}
      {poor !== '' && (
        <span className="hw-vital__poor" title={poor}>
          poor signal<span className="nhsuk-u-visually-hidden">: {poor}</span>
        </span>
      )}
    </span>
  );
}

/** What was found stands first: the value before it is not to be taken for what is so now. */
function DoubtfulVital({
  code,
  latest,
  doubt,
  now,
}: Pick<VitalCellProps, 'code' | 'latest' | 'now'> & { readonly doubt: ShownDoubt }) {
  return (
    <span className="hw-vital hw-vital--old">
      <span className="hw-vital__doubt">
        doubtful<span className="nhsuk-u-visually-hidden">: found</span> {doubt.found}
      </span>
      <span className="hw-vital__age">{ageWords(doubt.takenAt, now)}</span>
      {latest !== undefined && (
        <span className="hw-vital__age">
          <span className="nhsuk-u-visually-hidden">before it, and not to count: </span>
          <span className="hw-vital__value">
            {code === 'consciousness' ? longValue(code, latest.value) : shortValue(code, latest.value)}
          </span>
        </span>
      )}
    </span>
  );
}

function Points({ points }: { readonly points: number }) {
  return (
    <>
      <span className="nhsuk-u-visually-hidden">
        , {points} {points === 1 ? 'point' : 'points'}
      </span>
      <sup className="hw-vital__points" aria-hidden="true">
        {points}
      </sup>
    </>
  );
}
