/** Has the browser save something as a file of that name. */
export function saveFile(name: string, content: Blob): void {
  const file = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = file;
  link.download = name;
  link.click();
  URL.revokeObjectURL(file);
}
