import type { PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { mergePatients } from '../../../api/merges.ts';
import { required } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useForm } from '../../../components/forms/use-form.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

const Typed = z.object({ reason: z.string() });

interface MergeFormProps {
  readonly survivorId: PatientId;
  readonly duplicateId: PatientId;
}

/** Why they are merged, and the button that does it. */
export function MergeForm({ survivorId, duplicateId }: MergeFormProps) {
  const { go } = useNavigation();
  const client = useQueryClient();
  const form = useForm({
    name: `merge/${survivorId}/${duplicateId}`,
    shape: Typed,
    initial: { reason: '' },
    opened: null,
    fields: ['reason'],
    check: ({ reason }) => required('reason', reason, t`Enter the reason`),
    body: ({ reason }) => ({ duplicateId, reason: reason.trim() }),
    send: (body, press) => mergePatients(survivorId, body, press),
    onDone: () => {
      go(pathTo.history(survivorId));
      // Any list may have had the duplicate on it.
      void client.invalidateQueries();
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Merge them`}
      level={3}
      refusedTitle={t`The records were not merged`}
      submit={t`Merge the records`}
      submitting={t`Merging…`}
      warning
      onCancel={() => go(pathTo.patient(survivorId))}
    >
      <TextField
        form={form}
        path="reason"
        label={t`How you know that they are one person`}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
      />
    </FormFrame>
  );
}
