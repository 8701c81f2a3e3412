import { t } from '@lingui/core/macro';
import { useMutation } from '@tanstack/react-query';
import { fetchSnapshotFile, type SnapshotFilter, type SnapshotFormat } from '../../../../api/capacity.ts';
import { ProblemSummary } from '../../../../components/page-states/page-states.tsx';
import { saveFile } from '../../../../components/save-file/save-file.ts';

export interface DownloadSnapshotsProps {
  readonly filter: SnapshotFilter;
  /** The last day that there is. */
  readonly until: string;
}

/** Saves the snapshots that are on screen as a file, in the columns of the published table. */
export function DownloadSnapshots({ filter, until }: DownloadSnapshotsProps) {
  const download = useMutation({
    mutationFn: (format: SnapshotFormat) => fetchSnapshotFile(filter, format),
    onSuccess: (file, format) => saveFile(`capacity-${filter.every}-until-${until}.${format}`, file),
  });
  return (
    <>
      <span className="hw-actions">
        <button type="button" className="hw-link" onClick={() => download.mutate('csv')}>
          {t`Download as CSV`}
        </button>
        <button type="button" className="hw-link" onClick={() => download.mutate('xlsx')}>
          {t`Download as XLSX`}
        </button>
      </span>
      {download.isError && <ProblemSummary title={t`The snapshots could not be downloaded`} error={download.error} />}
    </>
  );
}
