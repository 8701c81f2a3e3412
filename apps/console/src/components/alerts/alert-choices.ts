import { type Alert, snoozeMinutes } from '#libs/contracts';

/** What a person can do about an alert, in the order of the buttons. */
export const alertChoices = [
  'acknowledge',
  'accept',
  'resolve',
  'decline',
  'note',
  'snooze',
  'hand-over',
  'escalate',
  'take-over',
] as const;
export type AlertChoice = (typeof alertChoices)[number];

/** Those that a form asks more about. */
export const formChoices = ['resolve', 'decline', 'note', 'snooze', 'hand-over', 'escalate'] as const;
export type FormChoice = (typeof formChoices)[number];

export const isFormChoice = (choice: string): choice is FormChoice => formChoices.some((known) => known === choice);

/** The single keys, for the alert that has the focus. */
export const alertKeys = {
  a: 'acknowledge',
  r: 'resolve',
  n: 'note',
  s: 'snooze',
  h: 'hand-over',
  e: 'escalate',
  t: 'take-over',
} as const satisfies Readonly<Record<string, AlertChoice>>;

export const keyOf = (choice: AlertChoice): string | undefined =>
  Object.entries(alertKeys).find(([, keyed]) => keyed === choice)?.[0];

/** For how long an alert may be snoozed, in minutes, the shortest first; none where it may not. */
export const snoozeChoices = ({ tier }: Pick<Alert, 'tier'>): readonly number[] =>
  [15, 30, 60].filter((minutes) => minutes <= snoozeMinutes[tier]);

/** Who asks what can be done: the person signed in, and the teams that they belong to. */
export interface Asking {
  readonly personId: string | undefined;
  readonly teamIds: ReadonlySet<string>;
}

/** What the person can do about the alert as it is. The service decides again. */
export function choicesFor(alert: Alert, { personId, teamIds }: Asking): readonly AlertChoice[] {
  const { state, owner, handedTo, snooze } = alert;
  if (state === 'resolved') return [];
  const isForMyTeam = handedTo !== null && teamIds.has(handedTo.teamId);
  const isOthers = handedTo === null ? owner !== null && owner.id !== personId : !isForMyTeam;
  const possible: Partial<Record<AlertChoice, boolean>> = {
    acknowledge: state === 'raised',
    accept: isForMyTeam,
    decline: isForMyTeam,
    snooze: snooze === null && snoozeChoices(alert).length > 0,
    'take-over': state === 'acknowledged' && isOthers,
  };
  return alertChoices.filter((choice) => possible[choice] ?? true);
}
