import { WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { wardsQuery } from '../../../api/queries.ts';
import { Choice } from '../../../components/choice/choice.tsx';

export interface WardFilterProps {
  /** Null for all wards. */
  readonly wardId: WardId | null;
  readonly onChange: (wardId: WardId | null) => void;
}

/** Of which ward the figures are. */
export function WardFilter({ wardId, onChange }: WardFilterProps) {
  const wards = useQuery(wardsQuery).data?.items ?? [];
  return (
    <Choice<string>
      label={t`Figures of`}
      value={wardId ?? ''}
      choices={[{ value: '', words: t`All wards` }, ...wards.map(({ id, name }) => ({ value: id, words: name }))]}
      onChange={(chosen) => onChange(WardId.safeParse(chosen).data ?? null)}
    />
  );
}
