import type { EscalationPolicy } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { addPolicy, changePolicy } from '../../../api/escalation-policies.ts';
import type { CommandOutcome } from '../../../api/http.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { useWardChoice } from '../../../components/ward-choice/ward-choice.tsx';
import { siteTime } from '../../../time/site-time.ts';
import { PolicyScopeFields } from './policy-scope-fields.tsx';
import {
  freshPolicy,
  freshStep,
  policyBody,
  policyFaults,
  policyFields,
  TypedPolicy,
  typedPolicyOf,
} from './policy-typed.ts';
import { StepFields } from './step-fields.tsx';
import { useTargetChoices } from './use-target-choices.ts';

export interface PolicyFormProps {
  readonly name: string;
  /** Null for one that is added. */
  readonly policy: EscalationPolicy | null;
  readonly onClose: () => void;
}

/** Adds an escalation policy, or changes it for the alerts to come. */
export function PolicyForm({ name, policy, onClose }: PolicyFormProps) {
  const client = useQueryClient();
  const { wardId } = useWardChoice();
  const targets = useTargetChoices();
  const refresh = () => client.invalidateQueries({ queryKey: ['escalation-policies'] });
  const form = useForm({
    name,
    shape: TypedPolicy,
    initial: () => (policy === null ? freshPolicy(wardId ?? '', siteTime.zone) : typedPolicyOf(policy, siteTime.zone)),
    opened: policy,
    fields: policyFields,
    check: policyFaults,
    body: policyBody,
    send: (body, press): Promise<CommandOutcome<EscalationPolicy, EscalationPolicy | null>> =>
      policy === null ? addPolicy(body, press) : changePolicy(policy.id, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={policy === null ? t`Add a policy` : t`Change ${policy.name}`}
      level={policy === null ? 2 : 3}
      refusedTitle={t`The policy was not saved`}
      submit={t`Save policy`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      {policy !== null && <p>{t`Alerts that are climbing already keep to the policy as it was.`}</p>}
      <TextField
        form={form}
        path="name"
        label={t`Name`}
        kind="name"
        value={values.name}
        onChange={(typed) => set({ name: typed })}
      />
      <PolicyScopeFields form={form} />
      {values.steps.map((_step, index) => (
        // A step has nothing of its own to be told apart by but its position.
        <StepFields key={`step-${String(index)}`} form={form} index={index} targets={targets} />
      ))}
      <button
        type="button"
        className="nhsuk-button nhsuk-button--secondary hw-button--small"
        onClick={() => set((before) => ({ ...before, steps: [...before.steps, freshStep] }))}
      >
        {t`Add a step`}
      </button>
      <ChoiceField
        form={form}
        path="fallback"
        label={t`Fallback`}
        hint={t`Notified after the last step, again and again until a person has answered, and where a step finds no person.`}
        value={values.fallback}
        choices={[
          { value: '', words: t`Choose a person or a role` },
          ...targets.filter(({ value }) => value.startsWith('person/') || value.startsWith('role/')),
        ]}
        onChange={(fallback) => set({ fallback })}
      />
    </FormFrame>
  );
}
