import type { Operations } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { saveCsv } from '../../components/save-file/save-csv.ts';
import { figuresCsv } from './figures.ts';

/** Saves the figures that are shown as a file for a spreadsheet. */
export function DownloadFigures({ operations }: { readonly operations: Operations }) {
  const save = (): void => {
    saveCsv(`homeward-${operations.until.slice(0, 10)}.csv`, figuresCsv(operations));
  };
  return (
    <button type="button" className="hw-link" onClick={save}>
      {t`Download as CSV`}
    </button>
  );
}
