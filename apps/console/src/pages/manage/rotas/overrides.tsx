import type { Rota, RotaOverrideId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { addOverride, removeOverride } from '../../../api/rotas.ts';
import { required, timeFaults } from '../../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { useCommand } from '../../../components/forms/use-command.ts';
import { useForm } from '../../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../../components/forms/use-form-disclosure.ts';
import { Section } from '../../../components/frame/section.tsx';
import { Empty } from '../../../components/page-states/page-states.tsx';
import { useNames, usePeopleChoices } from '../../../components/people/use-names.ts';
import { spanInZone } from '../../../components/words/rota-words.ts';
import { serverClock } from '../../../time/server-clock.ts';
import { siteTime } from '../../../time/site-time.ts';

type Override = Rota['overrides'][number];

function sourceWords({ source }: Override): string {
  switch (source) {
    case 'hand':
      return t`entered by hand`;
    case 'swap':
      return t`by a swap`;
    case 'calendar':
      return t`from a calendar`;
  }
}

/** Who stands in when, whatever the layers say. */
export function Overrides({ rota, mayManage }: { readonly rota: Rota; readonly mayManage: boolean }) {
  const { person } = useNames();
  const adding = useFormDisclosure(`rota-override/${rota.id}`);
  return (
    <Section title={t`Overrides`}>
      {rota.overrides.length === 0 && <Empty>{t`No person stands in for another.`}</Empty>}
      <ul className="hw-found">
        {rota.overrides.map((override) => (
          <li key={override.id}>
            <strong>{person(override.personId)}</strong>{' '}
            {spanInZone({ start: override.from, end: override.until }, rota.timeZone)}, {sourceWords(override)}{' '}
            {mayManage && <Remove rota={rota} overrideId={override.id} of={person(override.personId)} />}
          </li>
        ))}
      </ul>
      {mayManage &&
        (adding.isOpen ? (
          <OverrideForm name={adding.form} rota={rota} onClose={adding.close} />
        ) : (
          <button type="button" className="nhsuk-button hw-button--small" {...adding.opener}>
            {t`Have a person stand in…`}
          </button>
        ))}
    </Section>
  );
}

interface RemoveProps {
  readonly rota: Rota;
  readonly overrideId: RotaOverrideId;
  readonly of: string;
}

function Remove({ rota, overrideId, of }: RemoveProps) {
  const client = useQueryClient();
  const refresh = async (): Promise<void> => client.invalidateQueries({ queryKey: ['rotas'] });
  const removing = useCommand({
    send: (_body: null, press) => removeOverride(rota.id, overrideId, press),
    onDone: refresh,
    onChanged: (_current: Rota) => void refresh(),
  });
  return (
    <>
      <button
        type="button"
        className="hw-link"
        aria-disabled={removing.pending}
        onClick={() => {
          if (!removing.pending) removing.run(null, rota);
        }}
      >
        {t`Remove`}
        <span className="nhsuk-u-visually-hidden"> {of}</span>
      </button>
      <span role="status">
        {removing.error !== null && ` ${t`Not removed: ${removing.error.message}`}`}
        {removing.changes !== undefined && ` ${t`The rota has changed meanwhile: press again.`}`}
      </span>
    </>
  );
}

const Typed = z.object({ personId: z.string(), from: z.string(), until: z.string() });

interface OverrideFormProps {
  readonly name: string;
  readonly rota: Rota;
  readonly onClose: () => void;
}

function OverrideForm({ name, rota, onClose }: OverrideFormProps) {
  const client = useQueryClient();
  const people = usePeopleChoices();
  const refresh = () => client.invalidateQueries({ queryKey: ['rotas'] });
  const now = siteTime.typedMinute(serverClock.now());
  const form = useForm({
    name,
    shape: Typed,
    initial: { personId: '', from: now, until: '' },
    opened: rota,
    fields: Object.keys(Typed.shape),
    check: ({ personId, from, until }) => [
      ...required('personId', personId, t`Choose a person`),
      ...timeFaults('from', siteTime.readMinute(from)),
      ...timeFaults('until', siteTime.readMinute(until)),
    ],
    body: ({ personId, from, until }) => ({ personId, from: instantOf(from), until: instantOf(until) }),
    send: (body, press) => addOverride(rota.id, body, press),
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
      title={t`Have a person stand in`}
      refusedTitle={t`The override was not added`}
      submit={t`Add override`}
      submitting={t`Adding…`}
      onCancel={onClose}
    >
      <ChoiceField
        form={form}
        path="personId"
        label={t`Person`}
        value={values.personId}
        choices={[{ value: '', words: t`Choose a person` }, ...people]}
        onChange={(personId) => set({ personId })}
      />
      <TextField
        form={form}
        path="from"
        label={t`From`}
        hint={t`By the clocks of ${siteTime.zone}.`}
        kind="time"
        value={values.from}
        onChange={(from) => set({ from })}
      />
      <TextField
        form={form}
        path="until"
        label={t`Until`}
        kind="time"
        value={values.until}
        onChange={(until) => set({ until })}
      />
    </FormFrame>
  );
}

/** What cannot be read has been refused before. */
function instantOf(typed: string): string {
  const read = siteTime.readMinute(typed);
  return read.ok ? read.at : typed;
}
