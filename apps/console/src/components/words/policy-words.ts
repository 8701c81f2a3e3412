import {
  type EscalationFallback,
  type EscalationPolicyContent,
  fallbackAgainMinutes,
  type NotificationTarget,
} from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { lowerTier } from './risk-words.ts';
import { pathwayWords } from './identity-words.ts';
import { roleInSentence } from './staff-words.ts';

/** By which the people, teams, rotas and wards of a policy are called. */
export interface PolicyNames {
  readonly person: (id: string) => string;
  readonly team: (id: string) => string;
  readonly rota: (id: string) => string;
  readonly ward: (id: string) => string;
}

const and = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const or = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** Whom a step notifies, within a sentence: `Ada and who is on call on Nights`. */
export function targetWords(target: NotificationTarget | EscalationFallback, names: PolicyNames): string {
  if ('personId' in target) return names.person(target.personId);
  if ('role' in target) return roleInSentence(target.role);
  if ('teamId' in target) return t`the team ${names.team(target.teamId)}`;
  return t`who is on call on ${names.rota(target.rotaId)}`;
}

/**
 * A policy as a sentence: `A high alert on Ward A first notifies Ada; after 5 minutes without an answer, who is on call on
 * Nights; then, after 15 minutes and every 15 minutes from then on, the administrators, until it is answered.` Times count
 * from when the alert is raised.
 */
export function policySentence(policy: EscalationPolicyContent, names: PolicyNames): string {
  let after = 0;
  const parts = policy.steps.map(({ notify, waitMinutes, repeat }, index) => {
    const whom = and.format(notify.map((target) => targetWords(target, names)));
    const again = againWords(repeat, waitMinutes);
    const since = minutesWords(after);
    after += waitMinutes * (repeat + 1);
    return index === 0 ? t`first notifies ${whom}${again}` : t`after ${since} without an answer, ${whom}${again}`;
  });
  const fallback = targetWords(policy.fallback, names);
  const since = minutesWords(after);
  const every = minutesWords(fallbackAgainMinutes);
  const last = t`then, after ${since} and every ${every} from then on, ${fallback}, until it is answered.`;
  return `${subjectWords(policy, names)} ${[...parts, last].join('; ')}`;
}

function againWords(repeat: number, waitMinutes: number): string {
  if (repeat === 0) return '';
  const wait = minutesWords(waitMinutes);
  if (repeat === 1) return t`, and again after ${wait}`;
  return t`, and again every ${wait}, ${plural(repeat, { one: '# time', other: '# times' })}`;
}

const minutesWords = (minutes: number): string => t`${plural(minutes, { one: '# minute', other: '# minutes' })}`;

/** Which alerts it is for: `A medium or high alert on Ward A, raised between 20:00 and 08:00 (Europe/London),`. */
function subjectWords(policy: EscalationPolicyContent, names: PolicyNames): string {
  const { tiers, pathway, ceilingOfCare, hours } = policy;
  const ward = names.ward(policy.wardId);
  const whose = tiers === undefined ? null : or.format(tiers.map(lowerTier));
  const alert = whose === null ? t`An alert on ${ward}` : t`A ${whose} alert on ${ward}`;
  const narrower = [
    ...(pathway === undefined ? [] : [t`of a patient on the pathway ${pathwayWords(pathway)}`]),
    ...(ceilingOfCare === undefined ? [] : [t`of a patient with a ceiling of care`]),
    ...(hours === undefined ? [] : [t`raised between ${hours.from} and ${hours.until} (${hours.timeZone})`]),
  ];
  return [alert, ...narrower].join(', ') + (narrower.length === 0 ? '' : ',');
}
