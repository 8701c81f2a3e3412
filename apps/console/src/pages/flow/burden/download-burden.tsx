import type { AlertBurden } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useMutation } from '@tanstack/react-query';
import { fetchBurdenCsv } from '../../../api/burden.ts';
import { ProblemSummary } from '../../../components/page-states/page-states.tsx';
import { saveCsv } from '../../../components/save-file/save-csv.ts';

/** Saves the figures that are shown as a file for a spreadsheet, as the service writes it. */
export function DownloadBurden({ burden }: { readonly burden: AlertBurden }) {
  const download = useMutation({
    mutationFn: () => fetchBurdenCsv(burden),
    onSuccess: (text) => {
      saveCsv(`alert-burden-${burden.from.slice(0, 10)}-${burden.until.slice(0, 10)}.csv`, text);
    },
  });
  return (
    <>
      <button type="button" className="hw-link" onClick={() => download.mutate()}>
        {t`Download as CSV`}
      </button>
      {download.isError && <ProblemSummary title={t`The figures could not be downloaded`} error={download.error} />}
    </>
  );
}
