/** Whom the policy of the run notifies when, as a person would work it out from its text. */
export interface ExpectedStep {
  readonly step: number;
  readonly round: number;
  /** Minutes after the alert was raised. */
  readonly minute: number;
  readonly personIds: readonly string[];
}

/** The people of the run's policy. */
export interface PeopleOfPolicy {
  readonly teamId: string;
  readonly team: readonly string[];
  readonly prescriber: string;
  readonly manager: string;
}

/** The policy of the run: a team, twice; then a prescriber; then a manager, three times; then the prescriber as the fallback. */
export function policyFor({ teamId, prescriber, manager }: PeopleOfPolicy): object {
  return {
    steps: [
      { notify: [{ teamId }], waitMinutes: 1, repeat: 1 },
      { notify: [{ personId: prescriber }], waitMinutes: 2 },
      { notify: [{ personId: manager }], waitMinutes: 1, repeat: 2 },
    ],
    fallback: { personId: prescriber },
  };
}

/** What is to have happened within ten minutes and a little more of an alert that no one answers, in its order. */
export function expectedSteps({ team, prescriber, manager }: PeopleOfPolicy): readonly ExpectedStep[] {
  return [
    { step: 1, round: 0, minute: 0, personIds: team },
    { step: 1, round: 1, minute: 1, personIds: team },
    { step: 2, round: 0, minute: 2, personIds: [prescriber] },
    { step: 3, round: 0, minute: 4, personIds: [manager] },
    { step: 3, round: 1, minute: 5, personIds: [manager] },
    { step: 3, round: 2, minute: 6, personIds: [manager] },
    { step: 4, round: 0, minute: 7, personIds: [prescriber] },
  ];
}

/** The fallback comes again so many minutes after it: no run lasts for that long. */
export const mostMinutes = 21;
