import {
  type Condition,
  kindOfCondition,
  type ReplayedAlert,
  type ReplayReport,
  type ScoreDifference,
} from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { conditionWords } from '../../../components/words/alert-words.ts';

/** `Score`, `Limit: pulse-fast`. */
export function conditionInWords(condition: Condition): string {
  const [, rule] = condition.split(':');
  const words = conditionWords[kindOfCondition(condition)];
  return rule === undefined ? words : `${words}: ${rule}`;
}

/** What becomes of an alert by the rules on trial: `12 min earlier`. */
export function outcomeWords({ outcome, leadMinutes }: Pick<ReplayedAlert, 'outcome' | 'leadMinutes'>): string {
  const minutes = Math.abs(leadMinutes ?? 0);
  switch (outcome) {
    case 'same':
      return t`The same`;
    case 'earlier':
      return t`${minutes} min earlier`;
    case 'later':
      return t`${minutes} min later`;
    case 'lost':
      return t`Lost: not raised`;
    case 'new':
      return t`New: raised by these rules alone`;
  }
}

export function scoreDifferenceWords(reason: ScoreDifference): string {
  switch (reason) {
    case 'chart':
      return t`Another chart`;
    case 'scale':
      return t`Another SpO₂ scale`;
    case 'validity':
      return t`Other readings still valid`;
    case 'points':
      return t`Other points for the same values`;
    case 'only-live':
      return t`A score in live alone`;
    case 'only-replayed':
      return t`A score in the replay alone`;
  }
}

/** Whether the rules in force came to what they published; null where others were tried. */
export function reproductionWords({ rules, signals, scores }: ReplayReport): string | null {
  if (rules !== 'live') return null;
  return signals.different === 0 && scores.different === 0
    ? t`The rules in force come to exactly what was published.`
    : t`The rules in force do not come to what was published: they were others then, or something is wrong.`;
}
