import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';

/** Beds taken of beds, as words and as a bar; above the number of beds is said, not hidden. */
export function Beds({ patients, beds }: { readonly patients: number; readonly beds: number }) {
  const over = patients > beds;
  return (
    <div className="hw-beds">
      <p className="hw-beds__words">
        <Trans>
          <strong>{patients}</strong> of {beds} beds taken
        </Trans>
        {over && <strong className="hw-overdue">{t`Over capacity`}</strong>}
      </p>
      <meter
        className="hw-beds__meter"
        min={0}
        max={beds}
        value={Math.min(patients, beds)}
        aria-label={t`Beds taken`}
      />
    </div>
  );
}
