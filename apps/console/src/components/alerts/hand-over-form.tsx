import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { answerAlert } from '../../api/commands.ts';
import { peopleQuery, teamsQuery } from '../../api/staff.ts';
import { required } from '../forms/faults.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { useForm } from '../forms/use-form.ts';
import { ProblemSummary } from '../page-states/page-states.tsx';
import { roleWords } from '../words/identity-words.ts';
import { type AnswerFormProps, noteIn, overWords } from './answer-form.ts';

const Typed = z.object({ to: z.string(), note: z.string() });

/** Hands an alert to a person, or to a team, which has to accept it. */
export function HandOverForm({ alert, now, name, onClose, onDone, onChanged }: AnswerFormProps) {
  const people = useQuery(peopleQuery({ active: 'true', wardId: alert.wardId }));
  const teams = useQuery(teamsQuery);
  const form = useForm({
    name,
    shape: Typed,
    initial: { to: '', note: '' },
    opened: alert,
    fields: ['to', 'note'],
    check: ({ to }) => required('to', to, t`Choose a person or a team`),
    body: ({ to, note }) => ({ ...receiverIn(to), ...noteIn(note) }),
    send: (body, press) => answerAlert(alert.id, 'reassign', { body, press }),
    onDone,
    onChanged,
  });
  const onWard = teams.data?.items.filter(({ wardIds }) => wardIds.length === 0 || wardIds.includes(alert.wardId));
  const failure = people.error ?? teams.error;
  return (
    <FormFrame
      form={form}
      title={t`Hand this alert over`}
      refusedTitle={t`This alert was not handed over`}
      submit={t`Hand alert over`}
      submitting={t`Handing over…`}
      over={overWords(alert, now)}
      only="to"
      onCancel={onClose}
    >
      {failure !== null && <ProblemSummary title={t`The people and teams could not be fetched`} error={failure} />}
      <ChoiceField
        form={form}
        path="to"
        label={t`To whom`}
        hint={t`A person sees to it from then on. A team has to accept it.`}
        value={form.values.to}
        choices={[
          { value: '', words: t`Choose` },
          ...(onWard ?? []).map((team) => ({ value: `team/${team.id}`, words: t`${team.name} (team)` })),
          ...(people.data?.items ?? [])
            .filter(({ id }) => id !== alert.owner?.id)
            .map((person) => ({ value: `person/${person.id}`, words: `${person.name} (${roleWords(person.role)})` })),
        ]}
        onChange={(to) => form.set({ to })}
      />
      <TextField
        form={form}
        path="note"
        label={t`What they need to know`}
        optional
        maxLength={2000}
        value={form.values.note}
        onChange={(note) => form.set({ note })}
      />
    </FormFrame>
  );
}

/** Who is meant by a choice: `person/<id>` or `team/<id>`. */
function receiverIn(choice: string): { readonly personId: string } | { readonly teamId: string } {
  const id = choice.slice(choice.indexOf('/') + 1);
  return choice.startsWith('team/') ? { teamId: id } : { personId: id };
}
