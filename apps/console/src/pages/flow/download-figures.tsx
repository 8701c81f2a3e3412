import type { Operations } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { figuresCsv } from './figures.ts';

/** Saves the figures that are shown as a file for a spreadsheet. */
export function DownloadFigures({ operations }: { readonly operations: Operations }) {
  const save = (): void => {
    // With the mark by which spreadsheets know UTF-8.
    const file = URL.createObjectURL(new Blob(['\uFEFF', figuresCsv(operations)], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = file;
    link.download = `homeward-${operations.until.slice(0, 10)}.csv`;
    link.click();
    URL.revokeObjectURL(file);
  };
  return (
    <button type="button" className="hw-link" onClick={save}>
      {t`Download as CSV`}
    </button>
  );
}
