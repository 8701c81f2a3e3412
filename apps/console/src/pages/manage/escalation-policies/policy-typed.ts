import {
  AlertTier,
  EscalationFallback,
  type EscalationPolicy,
  EscalationPolicyContent,
  NotificationTarget,
  WardId,
} from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { type FormFault, required } from '../../../components/forms/faults.ts';
import { onePerField, schemaFaults } from '../../../components/forms/schema-faults.ts';

/** Whom a step notifies is kept as `person/<id>`, `rota/<id>`, `team/<id>` or `role/<role>`. */
const TypedStep = z.object({ notify: z.array(z.string()), waitMinutes: z.string(), repeat: z.string() });
export type TypedStep = z.infer<typeof TypedStep>;

/** A policy as it is typed; blank where it is for any. */
export const TypedPolicy = z.object({
  name: z.string(),
  wardId: z.string(),
  pathway: z.string(),
  tiers: z.array(AlertTier),
  hours: z.enum(['any', 'some']),
  from: z.string(),
  until: z.string(),
  timeZone: z.string(),
  ceilingOfCare: z.enum(['any', 'only']),
  steps: z.array(TypedStep),
  fallback: z.string(),
});
export type TypedPolicy = z.infer<typeof TypedPolicy>;

export const freshStep: TypedStep = { notify: [], waitMinutes: '5', repeat: '0' };

export function freshPolicy(wardId: string, timeZone: string): TypedPolicy {
  return {
    name: '',
    wardId,
    pathway: '',
    tiers: [],
    hours: 'any',
    from: '20:00',
    until: '08:00',
    timeZone,
    ceilingOfCare: 'any',
    steps: [freshStep],
    fallback: '',
  };
}

/** A target by its key. */
export function targetKey(target: NotificationTarget | EscalationFallback): string {
  if ('personId' in target) return `person/${target.personId}`;
  if ('rotaId' in target) return `rota/${target.rotaId}`;
  return 'teamId' in target ? `team/${target.teamId}` : `role/${target.role}`;
}

function targetOf(key: string): NotificationTarget | EscalationFallback | undefined {
  const [kind = '', ...rest] = key.split('/');
  const name = kind === 'role' ? 'role' : `${kind}Id`;
  const target = { [name]: rest.join('/') };
  return NotificationTarget.safeParse(target).data;
}

export function typedPolicyOf(policy: EscalationPolicy, timeZone: string): TypedPolicy {
  const { hours, steps, fallback, pathway = '', tiers = [], ceilingOfCare } = policy;
  return {
    ...freshPolicy(policy.wardId, hours?.timeZone ?? timeZone),
    name: policy.name,
    pathway,
    tiers,
    ...(hours === undefined ? {} : { hours: 'some', from: hours.from, until: hours.until }),
    ceilingOfCare: ceilingOfCare === true ? 'only' : 'any',
    steps: steps.map(({ notify, waitMinutes, repeat }) => ({
      notify: notify.map(targetKey),
      waitMinutes: String(waitMinutes),
      repeat: String(repeat),
    })),
    fallback: targetKey(fallback),
  };
}

/** What is sent, once `policyFaults` has found nothing. */
export function policyBody(typed: TypedPolicy): z.input<typeof EscalationPolicyContent> {
  const { hours, from, until, timeZone, tiers } = typed;
  return {
    name: typed.name.trim(),
    // The service, or the check before it, refuses what is no id.
    wardId: WardId.safeParse(typed.wardId).data ?? typed.wardId,
    ...(typed.pathway.trim() === '' ? {} : { pathway: typed.pathway.trim() }),
    ...(tiers.length === 0 ? {} : { tiers }),
    ...(hours === 'any' ? {} : { hours: { from: from.trim(), until: until.trim(), timeZone } }),
    ...(typed.ceilingOfCare === 'any' ? {} : { ceilingOfCare: true as const }),
    steps: typed.steps.map(({ notify, waitMinutes, repeat }) => ({
      notify: notify.flatMap((key) => targetOf(key) ?? []),
      waitMinutes: Number(waitMinutes),
      repeat: Number(repeat),
    })),
    fallback: EscalationFallback.safeParse(targetOf(typed.fallback)).data ?? { personId: '' },
  };
}

/** The paths of the fields that are on the form. */
export const policyFields = ({ steps, hours }: TypedPolicy): readonly string[] => [
  ...['name', 'wardId', 'pathway', 'tiers', 'ceilingOfCare', 'fallback'],
  ...(hours === 'some' ? ['hours.from', 'hours.until', 'hours.timeZone'] : []),
  ...steps.flatMap((_step, index) =>
    ['notify', 'waitMinutes', 'repeat'].map((field) => `steps.${String(index)}.${field}`),
  ),
];

/** What the service would refuse, at its field. */
export function policyFaults(typed: TypedPolicy): readonly FormFault[] {
  return onePerField([
    ...required('name', typed.name, t`Enter a name`),
    ...required('wardId', typed.wardId, t`Choose a ward`),
    ...typed.steps.flatMap(({ notify }, index) =>
      notify.length > 0 ? [] : [{ path: `steps.${String(index)}.notify`, message: t`Add at least one to notify` }],
    ),
    ...required('fallback', typed.fallback, t`Choose who is notified when no other person answers`),
    ...schemaFaults(EscalationPolicyContent, policyBody(typed), policyFields(typed)),
  ]);
}
