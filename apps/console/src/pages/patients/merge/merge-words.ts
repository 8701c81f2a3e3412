import type { CarriedCounts, MergePreview } from '#libs/contracts';
import { t } from '@lingui/core/macro';

/** What goes to the record that stays, one line each; what there is none of is left out. */
export function carriedWords(counts: CarriedCounts): readonly string[] {
  const { readings, stays, referrals, alerts, openAlerts, openTasks, devices, contacts, notes, flags } = counts;
  const lines = [
    [readings, t`Readings: ${readings}`],
    [stays, t`Stays: ${stays}`],
    [alerts, t`Alerts: ${alerts}, of which open: ${openAlerts}`],
    [openTasks, t`Open tasks: ${openTasks}`],
    [devices, t`Devices that the patient has: ${devices}`],
    [referrals, t`Referrals: ${referrals}`],
    [contacts, t`Contacts: ${contacts}`],
    [notes, t`Notes: ${notes}`],
    [flags, t`Flags that the other record does not have: ${flags}`],
  ] as const;
  return lines.flatMap(([count, words]) => (count === 0 ? [] : [words]));
}

/** Why the two cannot be merged, and what to do first. */
export function refusalWords(refusal: NonNullable<MergePreview['refusal']>): string {
  switch (refusal) {
    case 'both-on-a-ward':
      return t`Both records are on a ward. End or cancel one of the stays first.`;
    case 'both-accepted':
      return t`Both records have an accepted referral. Withdraw one of the two first.`;
    case 'same-record':
      return t`It is the same record.`;
    case 'merged-already':
      return t`One of the two was merged already.`;
  }
}
