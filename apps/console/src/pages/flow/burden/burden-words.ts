import type { BurdenFigures, BurdenShift, Condition, ConditionKind, Spread } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { conditionWords } from '../../../components/words/alert-words.ts';
import { spanWords } from '../../../components/words/time-words.ts';

/** One column of the tables of burden: what it is called, and what it says. */
export interface BurdenColumn {
  readonly title: string;
  readonly value: (figures: BurdenFigures) => string;
}

/** What alerts there were. */
export const countColumns = (): readonly BurdenColumn[] => [
  { title: t`Patient-days`, value: ({ patientDays }) => decimal(patientDays) },
  { title: t`Alerts`, value: ({ alerts }) => String(alerts) },
  { title: t`Alerts per patient-day`, value: ({ alertsPerPatientDay }) => rateWords(alertsPerPatientDay) },
  { title: t`Over by now`, value: ({ ended }) => String(ended) },
  { title: t`With action taken`, value: ({ shareWithAction }) => shareWords(shareWithAction) },
  { title: t`Notifications per alert`, value: ({ notificationsPerAlert }) => rateWords(notificationsPerAlert) },
];

/** How people answered them. */
export const answerColumns = (): readonly BurdenColumn[] => [
  { title: t`Half acknowledged within`, value: ({ minutesToAcknowledge: of }) => spreadWords(of, 'median') },
  { title: t`9 of 10 acknowledged within`, value: ({ minutesToAcknowledge: of }) => spreadWords(of, 'p90') },
  { title: t`Half resolved within`, value: ({ minutesToResolve: of }) => spreadWords(of, 'median') },
  { title: t`9 of 10 resolved within`, value: ({ minutesToResolve: of }) => spreadWords(of, 'p90') },
  { title: t`Breaches`, value: ({ breaches }) => String(breaches) },
  { title: t`Snoozes`, value: ({ snoozes }) => String(snoozes) },
  { title: t`Lapses`, value: ({ lapses }) => String(lapses) },
  { title: t`Escalations beyond step 1`, value: ({ escalations }) => String(escalations) },
];

const none = '–';

const decimal = (figure: number): string => figure.toFixed(1);

/** `0.25`: two places, for most rates are well below one. */
export const rateWords = (rate: number | null): string => (rate === null ? none : rate.toFixed(2));

export const shareWords = (share: number | null): string =>
  share === null ? none : `${String(Math.round(share * 100))} %`;

const spreadWords = (spread: Spread | null, of: keyof Spread): string =>
  spread === null ? none : spanWords(Math.ceil(spread[of]));

/** `Limit: glucose-low`, by the name that the rule has in its rule set or plan. */
export function ruleWords({ condition, conditionKind }: RuleOfAlert): string {
  const rule = condition.split(':')[1];
  return rule === undefined ? conditionWords[conditionKind] : `${conditionWords[conditionKind]}: ${rule}`;
}

interface RuleOfAlert {
  readonly condition: Condition;
  readonly conditionKind: ConditionKind;
}

export const shiftWords = (shift: BurdenShift, [from, until]: readonly [string, string]): string =>
  shift === 'day' ? t`Day, ${from} to ${until}` : t`Night, ${until} to ${from}`;
