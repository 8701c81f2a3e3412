import { type Patient, WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { admitPatient } from '../../api/patient-commands.ts';
import { ruleSetsQuery } from '../../api/rule-sets.ts';
import { wardsOverviewQuery } from '../../api/wards.ts';
import { ChoiceField } from '../../components/forms/fields.tsx';
import { FormFrame } from '../../components/forms/form-frame.tsx';
import { useForm } from '../../components/forms/use-form.ts';
import { Loading } from '../../components/page-states/page-states.tsx';
import { patientName } from '../../components/words/identity-words.ts';
import { useNavigation } from '../../navigation/navigation.tsx';
import { pathTo } from '../../navigation/paths.ts';

const Typed = z.object({ wardId: z.string(), pathway: z.string(), entry: z.enum(['step-up', 'step-down', '']) });
type Typed = z.infer<typeof Typed>;

export interface AdmitFormProps {
  readonly patient: Patient;
  /** The ward that is chosen at first; left out for the one with the most free beds. */
  readonly wardId: WardId | undefined;
}

/** Where a patient is admitted to, and how they are cared for there. */
export function AdmitForm({ patient, wardId }: AdmitFormProps) {
  const wards = useQuery(wardsOverviewQuery).data?.wards;
  const pathways = useQuery(ruleSetsQuery).data?.items.filter(({ kind, newest }) => kind === 'pathway' && newest);
  if (wards === undefined || pathways === undefined) return <Loading what={t`the wards`} />;
  const [roomiest] = wards.toSorted((one, other) => other.bedsFree - one.bedsFree);
  return (
    <Filled
      patient={patient}
      initial={{ wardId: wardId ?? roomiest?.ward.id ?? '', pathway: pathways[0]?.id ?? '', entry: '' }}
      wards={wards.map(({ ward, bedsFree }) => ({
        value: String(ward.id),
        words: bedsFree > 0 ? t`${ward.name}: ${bedsFree} beds free` : t`${ward.name}: full`,
      }))}
      pathways={pathways.map(({ id, title }) => ({ value: id, words: title }))}
    />
  );
}

interface Choice {
  readonly value: string;
  readonly words: string;
}

interface FilledProps {
  readonly patient: Patient;
  readonly initial: Typed;
  readonly wards: readonly Choice[];
  readonly pathways: readonly Choice[];
}

function Filled({ patient, initial, wards, pathways }: FilledProps) {
  const { go } = useNavigation();
  const form = useForm({
    name: `admit/${patient.id}`,
    shape: Typed,
    initial,
    opened: null,
    fields: ['wardId', 'pathway', 'entry'],
    body: ({ wardId, pathway, entry }) => ({
      patientId: patient.id,
      wardId: WardId.parse(wardId),
      pathway,
      ...(entry === '' ? {} : { entry }),
    }),
    send: admitPatient,
    onDone: () => go(pathTo.patient(patient.id)),
  });
  const { values, set } = form;
  return (
    <FormFrame
      form={form}
      title={t`Admit ${patientName(patient)}`}
      level={2}
      refusedTitle={t`The patient was not admitted`}
      submit={t`Admit`}
      submitting={t`Admitting…`}
      onCancel={() => go(pathTo.patient(patient.id))}
    >
      <ChoiceField
        form={form}
        path="wardId"
        label={t`Ward`}
        value={values.wardId}
        choices={wards}
        onChange={(wardId) => set({ wardId })}
      />
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
    </FormFrame>
  );
}
