/**
 * Has the browser save text as a file of comma-separated values, with the mark by which spreadsheets know UTF-8.
 *
 * @param text without that mark.
 */
export function saveCsv(name: string, text: string): void {
  const file = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = file;
  link.download = name;
  link.click();
  URL.revokeObjectURL(file);
}
