import { DeviceId, type NewStay, type Patient, type Referral, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { devicesQuery } from '../../api/devices.ts';
import { admitPatient } from '../../api/patient-commands.ts';
import { ChosenList } from '../../components/forms/chosen-list.tsx';
import { dayFaults, required } from '../../components/forms/faults.ts';
import { ChoiceField, TextField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { type TypedForm, useForm } from '../../components/forms/use-form.ts';
import { useMay } from '../../components/frame/person.tsx';
import { Loading } from '../../components/page-states/page-states.tsx';
import { type PathwayChoice, usePathways } from '../../components/rule-sets/use-pathways.ts';
import { useRefreshStays } from '../../components/stays/use-refresh-stays.ts';
import { OverCapacityField } from '../../components/wards/over-capacity-field.tsx';
import { askingForBed, overCapacityFaults, useRoom } from '../../components/wards/use-room.ts';
import { useWardBeds, type WardBeds } from '../../components/wards/use-ward-beds.ts';
import { pathwayWords, patientName } from '../../components/words/identity-words.ts';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';
import { readDay } from '../../time/typed-text.ts';
import { useNow } from '../../time/use-now.ts';
import { useExclusionOn } from './use-chart-for.ts';

const Typed = z.object({
  wardId: z.string(),
  pathway: z.string(),
  entry: z.enum(['step-up', 'step-down', '']),
  expectedDischargeDate: z.string(),
  devices: z.array(z.string()),
  overCapacityReason: z.string(),
  noChartReason: z.string(),
});
type Typed = z.infer<typeof Typed>;

export interface AdmitFormProps {
  readonly patient: Patient;
  /** That the admission answers. */
  readonly referral: Referral | undefined;
  /** The ward that is chosen at first; left out for that of the referral, or the one with the most free beds. */
  readonly wardId: WardId | undefined;
}

/** Which ward a patient is admitted to, and how they are cared for there. */
export function AdmitForm(props: AdmitFormProps) {
  const wards = useWardBeds();
  const pathways = usePathways();
  if (wards === undefined || pathways === undefined) return <Loading what={t`the wards`} />;
  return <Filled {...props} wards={wards} pathways={pathways} />;
}

function initialOf({ referral, wardId, wards, pathways }: FilledProps): Typed {
  const [roomiest] = wards.toSorted((one, other) => other.free - one.free);
  const entry = { up: 'step-up', down: 'step-down' } as const;
  return {
    wardId: wardId ?? referral?.wardId ?? roomiest?.id ?? '',
    pathway: referral?.pathway ?? pathways[0]?.value ?? '',
    entry: referral === undefined ? '' : entry[referral.step],
    expectedDischargeDate: referral?.expectedDischargeDate ?? '',
    devices: [],
    overCapacityReason: '',
    noChartReason: '',
  };
}

/** What is blank is left out. */
function bodyOf(typed: Typed, { patient, referral }: AdmitFormProps, isBeyond: boolean): NewStay {
  const day = readDay(typed.expectedDischargeDate);
  return {
    patientId: patient.id,
    wardId: WardId.parse(typed.wardId),
    pathway: typed.pathway,
    ...(typed.entry === '' ? {} : { entry: typed.entry }),
    ...(referral === undefined ? {} : { referralId: referral.id }),
    ...(day === undefined ? {} : { expectedDischargeDate: day }),
    ...(typed.devices.length === 0 ? {} : { devices: typed.devices.map((id) => DeviceId.parse(id)) }),
    ...(isBeyond ? { overCapacityReason: typed.overCapacityReason.trim() } : {}),
    ...(typed.noChartReason.trim() === '' ? {} : { noChartReason: typed.noChartReason.trim() }),
  };
}

interface FilledProps extends AdmitFormProps {
  readonly wards: readonly WardBeds[];
  readonly pathways: readonly PathwayChoice[];
}

function Filled(props: FilledProps) {
  const { patient, referral, wards, pathways } = props;
  const { go } = useNavigation();
  const client = useQueryClient();
  const refresh = useRefreshStays();
  const form = useForm({
    name: referral === undefined ? `admit/${patient.id}` : `admit/${patient.id}/${referral.id}`,
    shape: Typed,
    initial: () => initialOf(props),
    opened: null,
    fields: Object.keys(Typed.shape),
    check: (typed) => [
      ...required('wardId', typed.wardId, t`Choose the ward`),
      ...overCapacityFaults(room, typed.overCapacityReason),
      ...(exclusion === null
        ? []
        : required('noChartReason', typed.noChartReason, t`Enter why the patient is admitted without a chart`)),
      ...dayFaults('expectedDischargeDate', typed.expectedDischargeDate),
    ],
    body: (typed) => bodyOf(typed, props, room.asksReason),
    send: (body: NewStay, press) => askingForBed(client, admitPatient(body, press)),
    onDone: async () => {
      await refresh();
      go(pathTo.patient(patient.id));
    },
  });
  const { values, set } = form;
  const room = useRoom(values.wardId, referral);
  const exclusion = useExclusionOn(values.pathway, patient, useNow(60_000));
  return (
    <FormFrame
      form={form}
      title={t`Admit ${patientName(patient)}`}
      level={2}
      refusedTitle={t`The patient was not admitted`}
      submit={t`Admit`}
      submitting={t`Admitting…`}
      onCancel={() => go(referral === undefined ? pathTo.patient(patient.id) : pathTo.referral(referral.id))}
    >
      <p>{t`The patient gets a bed and a monitoring plan by the pathway; readings are waited for from then on.`}</p>
      <ChoiceField
        form={form}
        path="wardId"
        label={t`Ward`}
        value={values.wardId}
        choices={wards.map(({ id, words }) => ({ value: String(id), words }))}
        onChange={(wardId) => set({ wardId })}
      />
      <OverCapacityField
        form={form}
        room={room}
        value={values.overCapacityReason}
        onChange={(overCapacityReason) => set({ overCapacityReason })}
      />
      <CareFields form={form} pathways={pathways} />
      {(exclusion !== null || form.faults.some(({ path }) => path === 'noChartReason')) && <NoChartField form={form} />}
    </FormFrame>
  );
}

function CareFields(props: { readonly form: TypedForm<Typed>; readonly pathways: readonly PathwayChoice[] }) {
  const { form, pathways } = props;
  const { values, set } = form;
  const mayIssue = useMay('issue-devices');
  return (
    <>
      <ChoiceField
        form={form}
        path="pathway"
        label={t`Pathway`}
        hint={t`It decides by which chart the patient is scored, and when alerts are raised.`}
        value={values.pathway}
        choices={pathways}
        onChange={(pathway) => set({ pathway })}
      />
      <ChoiceField
        form={form}
        path="entry"
        label={t`Where the patient comes from`}
        optional
        value={values.entry}
        choices={[
          { value: '', words: t`Not said` },
          { value: 'step-up', words: t`From the community (step up)` },
          { value: 'step-down', words: t`Early out of hospital (step down)` },
        ]}
        onChange={(entry) => set({ entry })}
      />
      <TextField
        form={form}
        path="expectedDischargeDate"
        label={t`Expected discharge`}
        optional
        kind="date"
        value={values.expectedDischargeDate}
        onChange={(expectedDischargeDate) => set({ expectedDischargeDate })}
      />
      {mayIssue && <KitField form={form} />}
    </>
  );
}

/** What it means that no early-warning chart is for the patient, and why they are admitted all the same. */
function NoChartField({ form }: { readonly form: TypedForm<Typed> }) {
  return (
    <>
      <p>
        <strong>{t`No early-warning chart is for this patient on the pathway: thresholds alone would alert.`}</strong>
      </p>
      <TextField
        form={form}
        path="noChartReason"
        label={t`Why the patient is admitted without a chart`}
        value={form.values.noChartReason}
        onChange={(noChartReason) => form.set({ noChartReason })}
      />
    </>
  );
}

/** Devices in stock that the patient is given with the admission. */
function KitField({ form }: { readonly form: TypedForm<Typed> }) {
  const stock = useQuery(devicesQuery('in-stock')).data?.items ?? [];
  return (
    <ChosenList
      form={form}
      path="devices"
      label={t`Devices to issue`}
      add={t`Add a device from stock`}
      optional
      chosen={form.values.devices}
      choices={stock.map(({ id, kind }) => ({ value: String(id), words: `${pathwayWords(kind)}, ${id}` }))}
      onChange={(devices) => form.set({ devices: [...devices] })}
    />
  );
}
