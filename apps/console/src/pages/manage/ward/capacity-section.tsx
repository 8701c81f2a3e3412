import type { Ward, WardCapacity } from '#libs/contracts';
import { plural, t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { setWardCapacity, wardCapacityQuery } from '../../../api/ward-capacity.ts';
import { TextField } from '../../../components/forms/fields.tsx';
import { FormFrame } from '../../../components/forms/form-frame.tsx';
import { type Form, useForm } from '../../../components/forms/use-form.ts';
import { timeWords } from '../../../components/words/time-words.ts';
import { serverClock } from '../../../time/server-clock.ts';
import { siteTime } from '../../../time/site-time.ts';
import { useNow } from '../../../time/use-now.ts';
import { FetchedSection } from './fetched-section.tsx';
import { capacityBody, faultsOfCapacity, TypedCapacity } from './ward-typed.ts';

/** How many patients the ward can care for: since when, from when on, and why. What held before stays as it was. */
export function CapacitySection({ ward }: { readonly ward: Ward }) {
  return (
    <FetchedSection
      title={t`Capacity`}
      fetched={useQuery(wardCapacityQuery(ward.id))}
      what={t`the capacity`}
      notFetched={t`The capacity could not be fetched`}
      formName={`ward-capacity/${ward.id}`}
      opens={t`Change the capacity…`}
      form={(name, close) => <CapacityForm name={name} ward={ward} onClose={close} />}
    >
      {({ items }) => <CapacityTable entries={items} />}
    </FetchedSection>
  );
}

function CapacityTable({ entries }: { readonly entries: readonly WardCapacity[] }) {
  const now = useNow(60_000);
  const newestFirst = entries.toSorted((one, other) => (one.from < other.from ? 1 : -1));
  const inForce = newestFirst.find(({ from }) => Date.parse(from) <= now);
  return (
    <table className="hw-figures">
      <caption>{t`What held, holds and will hold, the newest first`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`From`}</th>
          <th scope="col">{t`Beds`}</th>
          <th scope="col">{t`With staff`}</th>
          <th scope="col">{t`Kits`}</th>
          <th scope="col">{t`Acuity points`}</th>
          <th scope="col">{t`Why`}</th>
        </tr>
      </thead>
      <tbody>
        {newestFirst.map((entry) => (
          <tr key={`${entry.from} ${entry.recordedAt}`}>
            <th scope="row">
              {timeWords(entry.from, now)} {entry === inForce && <strong>{t`(now)`}</strong>}
            </th>
            <td data-label={t`Beds`}>{entry.beds}</td>
            <td data-label={t`With staff`}>{entry.staffedBeds ?? '–'}</td>
            <td data-label={t`Kits`}>{entry.kits ?? '–'}</td>
            <td data-label={t`Acuity points`}>{entry.acuityPoints ?? '–'}</td>
            <td data-label={t`Why`}>
              {entry.reason} ({entry.by.name}, {timeWords(entry.recordedAt, now)})
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CapacityFormProps {
  readonly name: string;
  readonly ward: Ward;
  readonly onClose: () => void;
}

const count = (known: number | null): string => (known === null ? '' : String(known));

function CapacityForm({ name, ward, onClose }: CapacityFormProps) {
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: TypedCapacity,
    initial: () => ({
      from: siteTime.typedMinute(serverClock.now()),
      beds: String(ward.beds),
      staffedBeds: count(ward.staffedBeds),
      kits: count(ward.kits),
      acuityPoints: count(ward.acuityPoints),
      reason: '',
    }),
    opened: null,
    fields: Object.keys(TypedCapacity.shape),
    check: faultsOfCapacity,
    body: capacityBody,
    send: (body, press) => setWardCapacity(ward.id, body, press),
    onDone: async () => {
      const changed = ['ward-capacity', 'wards', 'bed-figures', 'wards-overview'];
      await Promise.all(changed.map((resource) => client.invalidateQueries({ queryKey: [resource] })));
      onClose();
    },
  });
  const { values, set } = form;
  const beyond = /^\d+$/.test(values.beds) ? ward.patients - Number(values.beds) : 0;
  return (
    <FormFrame
      form={form}
      title={t`Change the capacity`}
      refusedTitle={t`The capacity was not changed`}
      submit={t`Save the capacity`}
      submitting={t`Saving…`}
      first="beds"
      onCancel={onClose}
    >
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
        path="beds"
        label={t`Beds`}
        kind="number"
        value={values.beds}
        onChange={(beds) => set({ beds })}
      />
      <p role="status">
        {beyond > 0 &&
          t`${plural(beyond, { one: '# patient more', other: '# patients more' })} than that are on the ward now. They stay, and the ward is over capacity.`}
      </p>
      <Resources values={values} form={form} onChange={set} />
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

interface ResourcesProps {
  readonly form: Form;
  readonly values: TypedCapacity;
  readonly onChange: (change: Partial<TypedCapacity>) => void;
}

function Resources({ form, values, onChange }: ResourcesProps) {
  return (
    <div className="hw-form__row">
      <TextField
        form={form}
        path="staffedBeds"
        label={t`Beds with staff`}
        optional
        kind="number"
        value={values.staffedBeds}
        onChange={(staffedBeds) => onChange({ staffedBeds })}
      />
      <TextField
        form={form}
        path="kits"
        label={t`Kits of devices`}
        optional
        kind="number"
        value={values.kits}
        onChange={(kits) => onChange({ kits })}
      />
      <TextField
        form={form}
        path="acuityPoints"
        label={t`Acuity points`}
        optional
        kind="number"
        value={values.acuityPoints}
        onChange={(acuityPoints) => onChange({ acuityPoints })}
      />
    </div>
  );
}
