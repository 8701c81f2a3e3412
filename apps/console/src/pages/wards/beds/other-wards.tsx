import type { WardId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { Section } from '../../../components/frame/section.tsx';
import { useWardBeds, type WardBeds } from '../../../components/wards/use-ward-beds.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';
import { useDrop } from './use-dropping.tsx';

/** The other wards with their free beds: a patient who is dropped on one is transferred there, after a form. */
export function OtherWards({ wardId }: { readonly wardId: WardId }) {
  const others = useWardBeds()?.filter(({ id }) => id !== wardId) ?? [];
  if (others.length === 0) return null;
  return (
    <Section title={t`Other wards`}>
      <ul className="hw-other-wards">
        {others.map((ward) => (
          <OtherWard key={ward.id} ward={ward} />
        ))}
      </ul>
    </Section>
  );
}

function OtherWard({ ward }: { readonly ward: WardBeds }) {
  const drop = useDrop({ kind: 'ward', wardId: ward.id });
  return (
    <li className="hw-bed" {...drop}>
      <Link href={pathTo.beds(ward.id)}>{ward.words}</Link>
    </li>
  );
}
