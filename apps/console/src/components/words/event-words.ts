import { isEventCode } from '#libs/clinical';
import type { BoardRow } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { timeWords } from './time-words.ts';
import { vitalName } from './vital-words.ts';

const dayInMs = 24 * 3_600_000;

/** What happened to a patient within the last day, the newest of each kind, with whether it was cancelled. */
export function eventTags({ latest }: Pick<BoardRow, 'latest'>, now: number): readonly string[] {
  return latest
    .filter(({ code, takenAt }) => isEventCode(code) && now - Date.parse(takenAt) < dayInMs)
    .toSorted((one, other) => other.takenAt.localeCompare(one.takenAt))
    .map(({ code, value, takenAt }) => {
      const { name } = vitalName(code);
      const at = timeWords(takenAt, now);
      return value === 'cancelled' ? t`${name}: cancelled at ${at}` : t`${name} at ${at}`;
    });
}
