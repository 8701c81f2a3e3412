import type { Patient } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useMay } from '../../../components/frame/person.tsx';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo, pathToMerge } from '../../../navigation/paths.ts';

/** That there may be another record of the same person, with the way to compare the two. */
export function PossibleDuplicates({ patient: { id, possibleDuplicates } }: { readonly patient: Patient }) {
  const may = useMay('merge-patients');
  if (possibleDuplicates.length === 0) return null;
  return (
    <p className="hw-warning">
      {t`There may be another record of this person, with this name and date of birth:`}{' '}
      {possibleDuplicates.map((other) => (
        <span key={other}>
          <Link href={may ? pathToMerge(id, other) : pathTo.patient(other)}>
            {may ? t`Compare the two` : t`Another record`}
          </Link>{' '}
        </span>
      ))}
    </p>
  );
}
