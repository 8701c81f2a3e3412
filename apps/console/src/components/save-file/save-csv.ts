import { saveFile } from './save-file.ts';

/**
 * Has the browser save text as a file of comma-separated values, with the mark by which spreadsheets know UTF-8.
 *
 * @param text without that mark.
 */
export function saveCsv(name: string, text: string): void {
  saveFile(name, new Blob(['\uFEFF', text], { type: 'text/csv' }));
}
