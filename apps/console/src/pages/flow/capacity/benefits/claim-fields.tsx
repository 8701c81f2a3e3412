import { t } from '@lingui/core/macro';
import { ChoiceField, TextField } from '../../../../components/forms/fields.tsx';
import { ListEntry } from '../../../../components/forms/list-entry.tsx';
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
  return (
    <ListEntry form={form} index={index} title={t`Claim ${index + 1}`}>
      {(path, set) => (
        <>
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
        </>
      )}
    </ListEntry>
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
