import { type AlertTier, HomewardError } from '#libs/contracts';

/** No alert has this id. */
export class AlertNotFoundError extends HomewardError {
  readonly code = 'alert-not-found';
  readonly transient = false;
  constructor(alertId: string) {
    super(`There is no alert ${alertId}.`, { alertId });
  }
}

/** A person answered an alert that had been resolved. */
export class AlertResolvedError extends HomewardError {
  readonly code = 'alert-already-resolved';
  readonly transient = false;
  constructor(alertId: string) {
    super(`Alert ${alertId} has been resolved already: nothing more can be done to it.`, { alertId });
  }
}

/** A snooze that is over already, longer than the tier allows, or of something that happened, such as a call for help. */
export class SnoozeRefusedError extends HomewardError {
  readonly code = 'snooze-refused';
  readonly transient = false;
  constructor(
    alertId: string,
    facts: {
      readonly because: 'in-past' | 'beyond-limit' | 'event';
      readonly until: string;
      readonly tier: AlertTier;
      readonly mostMinutes: number;
    },
  ) {
    super(`Alert ${alertId} cannot be snoozed until ${facts.until}: ${snoozeObstacle(facts)}.`, { alertId, ...facts });
  }
}

function snoozeObstacle(facts: {
  readonly because: 'in-past' | 'beyond-limit' | 'event';
  readonly tier: AlertTier;
  readonly mostMinutes: number;
}): string {
  if (facts.because === 'event') return 'what happened is answered and not put off';
  if (facts.because === 'in-past') return 'expected a time to come';
  if (facts.mostMinutes === 0) return `an alert of the tier ${facts.tier} cannot be snoozed`;
  return `expected ${String(facts.mostMinutes)} minutes at most for the tier ${facts.tier}`;
}

/** A person accepted or declined an alert for a team that it is not handed to. */
export class NotHandedToTeamError extends HomewardError {
  readonly code = 'not-handed-to-team';
  readonly transient = false;
  constructor(alertId: string) {
    super(`Alert ${alertId} is handed to no team: there is nothing to accept or decline.`, { alertId });
  }
}

/** A person who is not a member accepted or declined an alert for a team. */
export class NotInTeamError extends HomewardError {
  readonly code = 'not-in-team';
  readonly transient = false;
  constructor(alertId: string, { teamId, name }: { readonly teamId: string; readonly name: string }) {
    super(`Alert ${alertId} is handed to the team ${name}: only its members accept or decline it.`, {
      alertId,
      teamId,
    });
  }
}
