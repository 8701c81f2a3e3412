import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { openWard } from '../../api/devices.ts';
import { wardsQuery } from '../../api/queries.ts';
import { type FormFault, required } from '../../components/forms/faults.ts';
import { TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { useFormDisclosure } from '../../components/forms/use-form-disclosure.ts';
import { PageHeading } from '../../components/frame/page-heading.tsx';
import { Loading, ProblemSummary } from '../../components/page-states/page-states.tsx';
import { Link } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { ManageTabs } from './manage-tabs.tsx';

/** The wards and their beds, and opening a new one. */
export function ManageWardsPage() {
  const wards = useQuery(wardsQuery);
  const opening = useFormDisclosure('open-ward');
  return (
    <>
      <PageHeading title={t`Wards`} />
      <ManageTabs />
      {opening.isOpen ? (
        <OpenWardForm name={opening.form} onClose={opening.close} />
      ) : (
        <button type="button" className="nhsuk-button hw-button--small" {...opening.opener}>
          {t`Open a ward…`}
        </button>
      )}
      {wards.isPending && <Loading what={t`the wards`} />}
      {wards.isError && wards.data === undefined && (
        <ProblemSummary title={t`The wards could not be fetched`} error={wards.error} />
      )}
      <table className="hw-figures">
        <caption>{t`Wards`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Ward`}</th>
            <th scope="col">{t`Beds`}</th>
            <th scope="col">{t`Patients`}</th>
          </tr>
        </thead>
        <tbody>
          {wards.data?.items.map((ward) => (
            <tr key={ward.id}>
              <th scope="row">
                <Link href={pathTo.manageWard(ward.id)}>{ward.name}</Link>
              </th>
              <td data-label={t`Beds`}>{ward.beds}</td>
              <td data-label={t`Patients`}>{ward.patients}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const Typed = z.object({ name: z.string(), beds: z.string() });

function OpenWardForm({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name,
    shape: Typed,
    initial: { name: '', beds: '' },
    opened: null,
    fields: ['name', 'beds'],
    check: faultsOfWard,
    body: (typed) => ({ name: typed.name.trim(), beds: Number(typed.beds) }),
    send: openWard,
    onDone: async () => {
      await client.invalidateQueries({ queryKey: ['wards'] });
      await client.invalidateQueries({ queryKey: ['wards-overview'] });
      onClose();
    },
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Open a ward`}
      refusedTitle={t`The ward was not opened`}
      submit={t`Open ward`}
      submitting={t`Opening…`}
      onCancel={onClose}
    >
      <TextField
        form={form}
        path="name"
        label={t`Name`}
        kind="name"
        value={values.name}
        onChange={(typed) => set({ name: typed })}
      />
      <TextField
        form={form}
        path="beds"
        label={t`Beds`}
        hint={t`How many patients it can care for at one time.`}
        kind="number"
        value={values.beds}
        onChange={(beds) => set({ beds })}
      />
    </FormFrame>
  );
}

function faultsOfWard({ name, beds }: z.infer<typeof Typed>): readonly FormFault[] {
  const isCount = /^[1-9]\d{0,4}$/.test(beds.trim());
  return [
    ...required('name', name, t`Enter a name`),
    ...(isCount ? [] : [{ path: 'beds', message: t`Enter how many beds: a whole number from 1` }]),
  ];
}
