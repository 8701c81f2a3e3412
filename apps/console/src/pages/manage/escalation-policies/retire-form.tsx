import type { EscalationPolicy } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { retirePolicy } from '../../../api/escalation-policies.ts';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';

/** Has new alerts not escalate by a policy any more. */
export function RetireForm({ policy, onClose }: { readonly policy: EscalationPolicy; readonly onClose: () => void }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['escalation-policies'] });
  const form = useForm({
    name: `retire-policy/${policy.id}`,
    shape: z.object({}),
    initial: {},
    opened: policy,
    body: () => null,
    send: (_body, press) => retirePolicy(policy.id, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  return (
    <FormFrame
      form={form}
      title={t`Retire ${policy.name}`}
      refusedTitle={t`The policy was not retired`}
      submit={t`Retire`}
      submitting={t`Retiring…`}
      warning
      onCancel={onClose}
    >
      <p>{t`New alerts do not escalate by it any more. Those that do already keep to it.`}</p>
    </FormFrame>
  );
}
