import { patientFlagKinds, type PatientFlags } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { changeFlags } from '../../../api/flags.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { type Form, useForm } from '../../../components/forms/use-form.ts';
import { flagWords } from '../../../components/words/flag-words.ts';
import { faultsOfFlags, flagsBody, TypedFlags, typedFlags, type TypedFlag } from './flags-typed.ts';

export interface FlagsFormProps {
  readonly name: string;
  readonly flags: PatientFlags;
  readonly onClose: () => void;
}

/** All flags of a patient from now on. */
export function FlagsForm({ name, flags, onClose }: FlagsFormProps) {
  const client = useQueryClient();
  const refresh = async (): Promise<void> => {
    const changed = ['flags', 'patient', 'board', 'referrals'];
    await Promise.all(changed.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
  };
  const form = useForm({
    name,
    shape: TypedFlags,
    initial: () => typedFlags(flags.flags),
    opened: flags,
    fields: (typed) => ['reason', ...typed.flags.flatMap((_flag, index) => [kindPath(index), textPath(index)])],
    check: faultsOfFlags,
    body: flagsBody,
    send: (body, press) => changeFlags(flags.patientId, body, press),
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
      title={t`Change the flags`}
      refusedTitle={t`The flags were not changed`}
      submit={t`Save the flags`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      <p>{t`They are shown wherever the patient is: on the board, in the banner, on beds and referrals, in handover and SBAR.`}</p>
      {values.flags.map((flag, index) => (
        // They have no other name than their position.
        <FlagFields
          key={index}
          form={form}
          index={index}
          flag={flag}
          onChange={(change) =>
            set({ flags: values.flags.map((one, at) => (at === index ? { ...one, ...change } : one)) })
          }
          onRemove={() => set({ flags: values.flags.filter((_one, at) => at !== index) })}
        />
      ))}
      <p>
        <button
          type="button"
          className="hw-link"
          onClick={() => set({ flags: [...values.flags, { kind: 'falls-risk', text: '' }] })}
        >
          {t`Add a flag`}
        </button>
      </p>
      <TextField
        form={form}
        path="reason"
        label={t`Reason`}
        value={values.reason}
        onChange={(reason) => set({ reason })}
      />
    </FormFrame>
  );
}

const kindPath = (index: number): string => `flags.${String(index)}.kind`;
const textPath = (index: number): string => `flags.${String(index)}.text`;

interface FlagFieldsProps {
  readonly form: Form;
  readonly index: number;
  readonly flag: TypedFlag;
  readonly onChange: (change: Partial<TypedFlag>) => void;
  readonly onRemove: () => void;
}

function FlagFields({ form, index, flag, onChange, onRemove }: FlagFieldsProps) {
  const nth = index + 1;
  return (
    <div className="hw-form__row">
      <ChoiceField
        form={form}
        path={kindPath(index)}
        label={t`Flag ${nth}`}
        value={flag.kind}
        choices={patientFlagKinds.map((value) => ({ value, words: flagWords({ kind: value, text: null }) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <TextField
        form={form}
        path={textPath(index)}
        label={t`More about flag ${nth}`}
        optional={flag.kind !== 'allergy' && flag.kind !== 'other'}
        kind="name"
        value={flag.text}
        onChange={(text) => onChange({ text })}
      />
      <button type="button" className="hw-link" onClick={onRemove}>
        {t`Remove`}
        <span className="nhsuk-u-visually-hidden"> {t`flag ${nth}`}</span>
      </button>
    </div>
  );
}
