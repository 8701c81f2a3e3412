import { type Team, TeamId, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { CommandOutcome } from '../../../api/http.ts';
import { addTeam, changeTeam, teamsQuery } from '../../../api/staff.ts';
import { ChosenList } from '../../../components/forms/chosen-list.tsx';
import { required } from '../../../components/forms/faults.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { type TypedForm, useForm } from '../../../components/forms/use-form.ts';
import { usePeopleChoices, useWardChoices } from '../../../components/people/use-names.ts';

const Typed = z.object({
  name: z.string(),
  personIds: z.array(z.string()),
  teamIds: z.array(TeamId),
  wardIds: z.array(WardId),
});
type Typed = z.infer<typeof Typed>;

export interface TeamFormProps {
  readonly name: string;
  /** Null for one that is added. */
  readonly team: Team | null;
  readonly onClose: () => void;
}

/** Adds a team, or changes its members. */
export function TeamForm({ name, team, onClose }: TeamFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['teams'] });
  const form = useForm({
    name,
    shape: Typed,
    initial: typedOf(team),
    opened: team,
    fields: Object.keys(Typed.shape),
    check: (typed) => required('name', typed.name, t`Enter a name`),
    body: (typed) => ({ ...typed, name: typed.name.trim() }),
    send: (body, press): Promise<CommandOutcome<Team, Team | null>> =>
      team === null ? addTeam(body, press) : changeTeam(team.id, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  return (
    <FormFrame
      form={form}
      title={team === null ? t`Add a team` : t`Change ${team.name}`}
      level={2}
      refusedTitle={t`The team was not saved`}
      submit={t`Save team`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      <TeamFields form={form} team={team} />
    </FormFrame>
  );
}

const typedOf = (team: Team | null): Typed => ({
  name: team?.name ?? '',
  personIds: team?.personIds ?? [],
  teamIds: team?.teamIds ?? [],
  wardIds: team?.wardIds ?? [],
});

function TeamFields({ form, team }: { readonly form: TypedForm<Typed>; readonly team: Team | null }) {
  const people = usePeopleChoices();
  const wards = useWardChoices();
  const teams = useQuery(teamsQuery).data?.items ?? [];
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
      <ChosenList
        form={form}
        path="personIds"
        label={t`People`}
        add={t`Add a person`}
        chosen={values.personIds}
        choices={people}
        onChange={(personIds) => set({ personIds: [...personIds] })}
      />
      <ChosenList
        form={form}
        path="teamIds"
        label={t`Teams within it`}
        hint={t`Their members belong to this team too.`}
        add={t`Add a team`}
        optional
        chosen={values.teamIds}
        choices={teams.filter(({ id }) => id !== team?.id).map(({ id, name }) => ({ value: id, words: name }))}
        onChange={(chosen) => set({ teamIds: chosen.map((id) => TeamId.parse(id)) })}
      />
      <ChosenList
        form={form}
        path="wardIds"
        label={t`Wards`}
        hint={t`None means all of them.`}
        add={t`Add a ward`}
        optional
        chosen={values.wardIds}
        choices={wards}
        onChange={(chosen) => set({ wardIds: chosen.map((id) => WardId.parse(id)) })}
      />
    </>
  );
}
