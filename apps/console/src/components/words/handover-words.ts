import type { AskedToMeasure, HandoverAlert, HandoverChange, HandoverPatient, HandoverScore } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { exclusionWords, lowerTier, scoreNumber } from './risk-words.ts';
import { pauseReasonWords } from './plan-words.ts';
import { dueWords, spanWords, timeWords } from './time-words.ts';
import { vitalName } from './vital-words.ts';

/** How a patient is, compared with then, as a mark; null where there is nothing to remark. */
export function changeMark(change: HandoverChange): string | null {
  switch (change) {
    case 'worse':
      return t`Worse`;
    case 'better':
      return t`Better`;
    case 'new-score':
      return t`First score`;
    case 'same':
    case 'not-scored':
      return null;
  }
}

/** `Score 7, high risk. At 08:00 it was 2, low risk.`; why there is none, where there is none. */
export function scoresWords({ score, scoreThen, exclusion, notScored }: HandoverPatient, now: number): string {
  const then =
    scoreThen === null
      ? t`Before, there was no score.`
      : t`Before, at ${timeWords(scoreThen.at, now)}: ${scored(scoreThen)}.`;
  const old = notScored === null ? '' : t`Readings are not scored at the moment: ${notScored}. `;
  if (score !== null) return `${old}${t`Score at ${timeWords(score.at, now)}: ${scored(score)}.`} ${then}`;
  if (exclusion !== null) return `${old}${t`Not scored: ${exclusionWords(exclusion)}.`}`;
  return `${old}${t`There is no score.`} ${scoreThen === null ? '' : then}`.trim();
}

/** `7, high risk`; while what is missing leaves the tier open it is never called low. */
function scored(score: HandoverScore): string {
  const number = scoreNumber(score);
  const [certain, most] = [lowerTier(score.tier), lowerTier(score.highestTier)];
  if (score.tier === score.highestTier) return t`${number}, ${certain} risk`;
  return score.tier === 'low'
    ? t`${number}, risk unclear, may be ${most}`
    : t`${number}, at least ${certain} risk, may be ${most}`;
}

/** What has become of an open alert: `overdue by 12 min`, `due in 20 min (20:30)`, `acknowledged by …`. */
export function clockWords({ alert, overdueMinutes }: HandoverAlert, now: number): string {
  if (alert.state === 'acknowledged') {
    const by = alert.acknowledgedBy?.name ?? 'Homeward';
    return t`acknowledged by ${by} (${timeWords(alert.acknowledgedAt ?? alert.raisedAt, now)})`;
  }
  if (alert.late) return t`found late, to be looked at`;
  if (overdueMinutes === null)
    return `${dueWords(alert.responseDueAt, now).words} (${timeWords(alert.responseDueAt, now)})`;
  return t`not answered, overdue by ${spanWords(overdueMinutes)}`;
}

const askedWords = (asked: AskedToMeasure): string =>
  ({ device: t`the device`, patient: t`the patient`, clinician: t`clinicians` })[asked];

/** `Pulse and SpO2 overdue by 40 min; asked: the device, the patient.` */
export function overdueReadingsWords(overdue: NonNullable<HandoverPatient['overdueReadings']>): string {
  const { codes, overdueMinutes, asked } = overdue;
  const [first] = codes;
  const more = codes.length - 1;
  const name = first === undefined ? '' : vitalName(first).name;
  const what = more === 0 ? name : t`${name} and ${plural(more, { one: '# more', other: '# more' })}`;
  const whom = asked.length === 0 ? t`no one has been asked yet` : t`asked: ${asked.map(askedWords).join(', ')}`;
  return t`${what} overdue by ${spanWords(overdueMinutes)}; ${whom}.`;
}

/** `Paused until 14:00: asleep`; with its beginning where that is still to come. */
export function pauseAheadWords({ reason, from, until }: HandoverPatient['pauses'][number], now: number): string {
  const why = pauseReasonWords[reason].toLocaleLowerCase('en-GB');
  const end = timeWords(until, now);
  return Date.parse(from) > now
    ? t`Paused from ${timeWords(from, now)} until ${end}: ${why}`
    : t`Paused until ${end}: ${why}`;
}
