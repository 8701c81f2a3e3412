import { AlertTier, alertTiers } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { ChosenList } from '../../../components/forms/chosen-list.tsx';
import { ChoiceField, TextField } from '../../../components/forms/fields.tsx';
import type { TypedForm } from '../../../components/forms/use-form.ts';
import { ZoneField } from '../../../components/forms/zone-field.tsx';
import { useWardChoices } from '../../../components/people/use-names.ts';
import { tierWords } from '../../../components/words/risk-words.ts';
import type { TypedPolicy } from './policy-typed.ts';
import { usePathwayChoices } from './use-pathway-choices.ts';

type PolicyForm = TypedForm<TypedPolicy>;

/** Which alerts a policy is for. The policy that fits most closely is the one that an alert escalates by. */
export function PolicyScopeFields({ form }: { readonly form: PolicyForm }) {
  const wards = useWardChoices();
  const { values, set } = form;
  const pathways = usePathwayChoices(values.pathway);
  return (
    <>
      <ChoiceField
        form={form}
        path="wardId"
        label={t`Ward`}
        value={values.wardId}
        choices={[{ value: '', words: t`Choose a ward` }, ...wards]}
        onChange={(wardId) => set({ wardId })}
      />
      <ChosenList
        form={form}
        path="tiers"
        label={t`Tiers`}
        hint={t`None means any.`}
        add={t`Add a tier`}
        optional
        chosen={values.tiers}
        choices={alertTiers.map((value) => ({ value, words: tierWords[value] }))}
        onChange={(chosen) => set({ tiers: chosen.map((tier) => AlertTier.parse(tier)) })}
      />
      <ChoiceField
        form={form}
        path="pathway"
        label={t`Pathway`}
        value={values.pathway}
        choices={pathways}
        onChange={(pathway) => set({ pathway })}
      />
      <ChoiceField
        form={form}
        path="ceilingOfCare"
        label={t`Patients`}
        value={values.ceilingOfCare}
        choices={[
          { value: 'any', words: t`All` },
          { value: 'only', words: t`Only those with a ceiling of care` },
        ]}
        onChange={(ceilingOfCare) => set({ ceilingOfCare })}
      />
      <HoursFields form={form} />
    </>
  );
}

function HoursFields({ form }: { readonly form: PolicyForm }) {
  const { values, set } = form;
  return (
    <>
      <ChoiceField
        form={form}
        path="hours"
        label={t`Hours`}
        value={values.hours}
        choices={[
          { value: 'any', words: t`Any` },
          { value: 'some', words: t`Only alerts raised between two times of day` },
        ]}
        onChange={(hours) => set({ hours })}
      />
      {values.hours === 'some' && (
        <>
          <TextField
            form={form}
            path="hours.from"
            label={t`From`}
            kind="span"
            value={values.from}
            onChange={(from) => set({ from })}
          />
          <TextField
            form={form}
            path="hours.until"
            label={t`Until`}
            kind="span"
            value={values.until}
            onChange={(until) => set({ until })}
          />
          <ZoneField
            form={form}
            path="hours.timeZone"
            value={values.timeZone}
            onChange={(timeZone) => set({ timeZone })}
          />
        </>
      )}
    </>
  );
}
