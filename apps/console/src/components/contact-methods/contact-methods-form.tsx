import { ContactChannel, type StaffMember } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeContactMethods } from '../../api/staff.ts';
import { siteTime } from '../../time/site-time.ts';
import { EntryButtons, moved } from '../forms/chosen-list.tsx';
import { ChoiceField, Field, TextField } from '../forms/fields.tsx';
import { FormFrame } from '../forms/form-frame.tsx';
import { type TypedForm, useForm } from '../forms/use-form.ts';
import { ZoneField } from '../forms/zone-field.tsx';
import { addressHint, addressWords, channelName } from '../words/staff-words.ts';
import {
  contactFaults,
  contactFields,
  contactsBody,
  typedChannels,
  TypedContactMethods,
  typedOf,
} from './contact-methods.ts';

export interface ContactMethodsFormProps {
  /** `contact-methods/<id>`. */
  readonly name: string;
  /** Under which the service knows the person: `me` for oneself. */
  readonly id: string;
  readonly member: StaffMember;
  readonly onClose: () => void;
}

/** How a person is reached: by which channels in which order, when not, and in which language. */
export function ContactMethodsForm({ name, id, member, onClose }: ContactMethodsFormProps) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] });
  const form = useForm({
    name,
    shape: TypedContactMethods,
    initial: () => typedOf(member, siteTime.zone),
    opened: member,
    fields: contactFields,
    check: contactFaults,
    body: contactsBody,
    send: (body, press) => changeContactMethods(id, body, press),
    onDone: async () => {
      await refresh();
      onClose();
    },
    onChanged: () => void refresh(),
  });
  return (
    <FormFrame
      form={form}
      title={t`How ${member.name} is reached`}
      refusedTitle={t`The contact methods were not saved`}
      submit={t`Save contact methods`}
      submitting={t`Saving…`}
      onCancel={onClose}
    >
      <p>{t`The first is tried first; each gives way to the next when it does not deliver in time.`}</p>
      <ol className="hw-chosen">
        {form.values.methods.map((method, index) => (
          <Method key={`${method.channel} ${String(index)}`} form={form} index={index} />
        ))}
      </ol>
      <AddMethod form={form} />
      <QuietHoursFields form={form} />
      <TextField
        form={form}
        path="language"
        label={t`Language of the messages`}
        hint={t`Such as en or cy.`}
        kind="span"
        value={form.values.language}
        onChange={(language) => form.set({ language })}
      />
    </FormFrame>
  );
}

type ContactsForm = TypedForm<TypedContactMethods>;

function Method({ form, index }: { readonly form: ContactsForm; readonly index: number }) {
  const { methods } = form.values;
  const method = methods[index];
  if (method === undefined) return null;
  const { channel, address } = method;
  const number = String(index + 1);
  return (
    <li>
      {channel === 'web-push' ? (
        <span>
          {channelName(channel)}: {addressWords({ channel, address })}
        </span>
      ) : (
        <Field
          form={form}
          path={`methods.${String(index)}.address`}
          label={`${channelName(channel)} (${number})`}
          hint={addressHint(channel)}
        >
          {(control) => (
            <input
              {...control}
              className="nhsuk-input nhsuk-input--width-20"
              autoComplete="off"
              spellCheck={false}
              value={address}
              onChange={(event) =>
                form.set({
                  methods: methods.map((one, at) => (at === index ? { channel, address: event.target.value } : one)),
                })
              }
            />
          )}
        </Field>
      )}
      <EntryButtons
        what={`${channelName(channel)} ${number}`}
        index={index}
        length={methods.length}
        onMove={(by) => form.set({ methods: [...moved(methods, index, by)] })}
        onRemove={() => form.set({ methods: methods.filter((_method, at) => at !== index) })}
      />
    </li>
  );
}

function AddMethod({ form }: { readonly form: ContactsForm }) {
  const [channel, setChannel] = useState<ContactChannel>('email');
  const id = form.idOf('new-channel');
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor={id}>
        {t`Another way of contact`}
      </label>
      <div className="hw-actions">
        <select
          className="nhsuk-select"
          id={id}
          value={channel}
          onChange={(event) => setChannel(ContactChannel.parse(event.target.value))}
        >
          {typedChannels.map((one) => (
            <option key={one} value={one}>
              {channelName(one)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary hw-button--small"
          onClick={() => form.set((before) => ({ ...before, methods: [...before.methods, { channel, address: '' }] }))}
        >
          {t`Add`}
        </button>
      </div>
    </div>
  );
}

function QuietHoursFields({ form }: { readonly form: ContactsForm }) {
  const { quiet, from, to, timeZone } = form.values;
  return (
    <>
      <ChoiceField
        form={form}
        path="quietHours"
        label={t`Quiet hours`}
        hint={t`High alerts come through all the same.`}
        value={quiet}
        choices={[
          { value: 'no', words: t`None` },
          { value: 'yes', words: t`Between two times of day` },
        ]}
        onChange={(wanted) => form.set({ quiet: wanted })}
      />
      {quiet === 'yes' && (
        <>
          <TextField
            form={form}
            path="quietHours.from"
            label={t`Quiet from`}
            hint={t`Such as 22:00.`}
            kind="span"
            value={from}
            onChange={(typed) => form.set({ from: typed })}
          />
          <TextField
            form={form}
            path="quietHours.to"
            label={t`Quiet until`}
            hint={t`Such as 07:00.`}
            kind="span"
            value={to}
            onChange={(typed) => form.set({ to: typed })}
          />
          <ZoneField
            form={form}
            path="quietHours.timeZone"
            value={timeZone}
            onChange={(zone) => form.set({ timeZone: zone })}
          />
        </>
      )}
    </>
  );
}
