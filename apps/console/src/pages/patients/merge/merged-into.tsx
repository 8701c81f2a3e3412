import type { PatientId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { RefusedError } from '../../../api/api-errors.ts';
import { Link } from '../../../navigation/navigation.tsx';
import { pathTo } from '../../../navigation/paths.ts';

/** Into which record the one that was asked for was merged; undefined where that is not why it was refused. */
export function mergedIntoOf(error: Error | null): PatientId | undefined {
  return error instanceof RefusedError ? error.problem.mergedInto : undefined;
}

/** In place of a record that was merged: where the patient is. */
export function MergedInto({ patientId }: { readonly patientId: PatientId }) {
  return (
    <p role="status">
      {t`This record was merged into another one, which has everything that was in it.`}{' '}
      <Link href={pathTo.patient(patientId)}>{t`Go to that record`}</Link>
    </p>
  );
}
