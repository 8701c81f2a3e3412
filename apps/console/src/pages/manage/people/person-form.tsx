import { Role, type StaffMember, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { addPerson, changePerson } from '../../../api/staff.ts';
import { ChosenList } from '../../../components/forms/chosen-list.tsx';
import { required } from '../../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { type TypedForm, useForm } from '../../../components/forms/use-form.ts';
import { useWardChoices } from '../../../components/people/use-names.ts';
import { roleWords } from '../../../components/words/identity-words.ts';
import { useNavigation } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

const Typed = z.object({ name: z.string(), role: Role, wardIds: z.array(WardId) });
type Typed = z.infer<typeof Typed>;

const check = ({ name }: Typed) => required('name', name, t`Enter a name`);
const trimmed = (typed: Typed) => ({ ...typed, name: typed.name.trim() });

/** Adds a person, and leads to where their contact methods are entered. */
export function AddPersonForm({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const { go } = useNavigation();
  const form = useForm({
    name,
    shape: Typed,
    initial: { name: '', role: 'nurse', wardIds: [] },
    opened: null,
    fields: Object.keys(Typed.shape),
    check,
    body: trimmed,
    send: addPerson,
    onDone: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['people'] });
      onClose();
      go(pathTo.staffMember(id));
    },
  });
  return (
    <FormFrame
      form={form}
      title={t`Add a person`}
      level={2}
      refusedTitle={t`The person was not added`}
      submit={t`Add person`}
      submitting={t`Adding…`}
      onCancel={onClose}
    >
      <PersonFields form={form} />
    </FormFrame>
  );
}

export interface ChangePersonFormProps {
  readonly name: string;
  readonly member: StaffMember;
  readonly onClose: () => void;
}

/** Changes a person's name, role and wards. */
export function ChangePersonForm({ name, member, onClose }: ChangePersonFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] });
  const form = useForm({
    name,
    shape: Typed,
    initial: { name: member.name, role: member.role, wardIds: member.wardIds },
    opened: member,
    fields: Object.keys(Typed.shape),
    check,
    body: trimmed,
    send: (body, press) => changePerson(member.id, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  return (
    <FormFrame
      form={form}
      title={t`Change ${member.name}`}
      level={2}
      refusedTitle={t`The person was not changed`}
      submit={t`Save`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      {member.addedBy === 'sign-in' && (
        <p>{t`Name and role are those of the sign-in service again when the person next signs in.`}</p>
      )}
      <PersonFields form={form} />
    </FormFrame>
  );
}

function PersonFields({ form }: { readonly form: TypedForm<Typed> }) {
  const wards = useWardChoices();
  const { values, set } = form;
  return (
    <>
      <TextField
        form={form}
        path="name"
        label={t`Name`}
        kind="name"
        value={values.name}
        onChange={(name) => set({ name })}
      />
      <ChoiceField
        form={form}
        path="role"
        label={t`Role`}
        value={values.role}
        choices={Role.options.map((value) => ({ value, words: roleWords(value) }))}
        onChange={(role) => set({ role })}
      />
      <ChosenList
        form={form}
        path="wardIds"
        label={t`Wards`}
        hint={t`Those the person works on; none means all of them.`}
        add={t`Add a ward`}
        optional
        chosen={values.wardIds}
        choices={wards}
        onChange={(chosen) => set({ wardIds: chosen.map((id) => WardId.parse(id)) })}
      />
    </>
  );
}

/** Has a person notified of nothing any more, or of alerts again. */
export function ActivityForm({ name, member, onClose }: ChangePersonFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] });
  const { name: who, role, wardIds, active } = member;
  const form = useForm({
    name,
    shape: z.object({}),
    initial: {},
    opened: member,
    body: () => ({ name: who, role, wardIds, active: !active }),
    send: (body, press) => changePerson(member.id, body, press),
    onDone: async () => {
      await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['rotas'] })]);
      onClose();
    },
    onChanged: () => void refresh(),
  });
  return (
    <FormFrame
      form={form}
      title={active ? t`Deactivate ${who}` : t`Activate ${who}`}
      level={2}
      refusedTitle={t`The person was not changed`}
      submit={active ? t`Deactivate` : t`Activate`}
      submitting={t`Saving…`}
      warning={active}
      onCancel={onClose}
    >
      <p>
        {active
          ? t`A person who is not active is notified of nothing. Their shifts on rotas are empty until others have them.`
          : t`They are notified again, and have their shifts on rotas again.`}
      </p>
    </FormFrame>
  );
}
