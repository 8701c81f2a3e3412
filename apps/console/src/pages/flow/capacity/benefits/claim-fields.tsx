import { t } from '@lingui/core/macro';
import { EntryButtons } from '../../../../components/forms/chosen-list.tsx';
import { ChoiceField, TextField } from '../../../../components/forms/fields.tsx';
import type { TypedForm } from '../../../../components/forms/use-form.ts';
import { usePathways } from '../../../../components/rule-sets/use-pathways.ts';
import { pathwayWords } from '../../../../components/words/identity-words.ts';
import type { TypedClaim, TypedClaims } from './claims-typed.ts';

export interface ClaimFieldsProps {
  readonly form: TypedForm<TypedClaims>;
  readonly claim: TypedClaim;
  readonly index: number;
}

/** What a plan says that a stay of one pathway saves, and with what that is compared. */
export function ClaimFields({ form, claim, index }: ClaimFieldsProps) {
  const path = `items.${String(index)}`;
  const title = t`Claim ${index + 1}`;
  const set = (change: Partial<TypedClaim>): void =>
    form.set(({ items }) => ({ items: items.map((one, at) => (at === index ? { ...one, ...change } : one)) }));
  const remove = (): void => form.set(({ items }) => ({ items: items.filter((_one, at) => at !== index) }));
  return (
    <fieldset className="nhsuk-fieldset hw-part">
      <legend className="nhsuk-fieldset__legend">{title}</legend>
      <EntryButtons what={title} onRemove={remove} />
      <ChoiceField
        form={form}
        path={`${path}.pathway`}
        label={t`Pathway`}
        value={claim.pathway}
        choices={usePathwayChoicesWith(claim.pathway)}
        onChange={(pathway) => set({ pathway })}
      />
      <TextField
        form={form}
        path={`${path}.bedDaysPerStay`}
        label={t`Bed days that a stay saves`}
        kind="number"
        value={claim.bedDaysPerStay}
        onChange={(bedDaysPerStay) => set({ bedDaysPerStay })}
      />
      <TextField
        form={form}
        path={`${path}.source`}
        label={t`Where the claim is from`}
        hint={t`The document and the page.`}
        value={claim.source}
        onChange={(source) => set({ source })}
      />
      <TextField
        form={form}
        path={`${path}.comparison.daysInHospital`}
        label={t`Days that such patients stay in hospital`}
        hint={t`As it was measured. Nothing can be compared where it was not.`}
        optional
        kind="number"
        value={claim.daysInHospital}
        onChange={(daysInHospital) => set({ daysInHospital })}
      />
      <TextField
        form={form}
        path={`${path}.comparison.source`}
        label={t`Where the days in hospital are from`}
        optional
        value={claim.comparisonSource}
        onChange={(comparisonSource) => set({ comparisonSource })}
      />
    </fieldset>
  );
}

/** Every pathway, and the one that is chosen though it may be there no more. */
function usePathwayChoicesWith(chosen: string): readonly { readonly value: string; readonly words: string }[] {
  const pathways = usePathways() ?? [];
  const isKnown = chosen === '' || pathways.some(({ value }) => value === chosen);
  return [
    { value: '', words: t`Choose a pathway` },
    ...pathways,
    ...(isKnown ? [] : [{ value: chosen, words: pathwayWords(chosen) }]),
  ];
}
