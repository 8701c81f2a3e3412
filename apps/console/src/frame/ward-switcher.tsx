import { WardId } from '#libs/contracts';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { wardsQuery } from '../api/queries.ts';
import { useWardChoice } from '../components/ward-choice/ward-choice.tsx';
import { useNavigation } from '../navigation/navigation.tsx';
import { wardPathAfter } from './ward-path.ts';

/** Chooses the ward that the pages are about; on a page of one ward it leads to the same page of the other. */
export function WardSwitcher() {
  const { wardId, choose } = useWardChoice();
  const { path, go } = useNavigation();
  const wards = useQuery(wardsQuery).data?.items ?? [];
  return (
    <div className="hw-ward-switcher">
      <label className="hw-ward-switcher__label" htmlFor="hw-ward-switcher">
        <Trans>Ward</Trans>
      </label>
      <select
        className="nhsuk-select hw-ward-switcher__select"
        id="hw-ward-switcher"
        value={wardId ?? ''}
        onChange={(event) => {
          const chosen = WardId.safeParse(event.target.value).data ?? null;
          choose(chosen);
          const to = wardPathAfter(path, chosen);
          if (to !== path) go(to);
        }}
      >
        <option value="">
          <Trans>All wards</Trans>
        </option>
        {wards.map((ward) => (
          <option key={ward.id} value={ward.id}>
            {ward.name}
          </option>
        ))}
      </select>
    </div>
  );
}
