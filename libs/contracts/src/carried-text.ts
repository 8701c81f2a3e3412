/** What is wrong with a text somewhere in a value, by its path: `readings.0.value`. */
export interface TextFault {
  readonly path: string;
  readonly message: string;
}

const nul = '\u0000';

/** Whether a text can be carried to the end: to UTF-8, and into a database that knows no U+0000. */
export function isCarriedText(text: string): boolean {
  return text.isWellFormed() && !text.includes(nul);
}

/** Every text of a parsed JSON value that cannot be carried to the end, keys of objects included. */
export function textFaultsOf(value: unknown, path = ''): readonly TextFault[] {
  if (typeof value === 'string') return isCarriedText(value) ? [] : [faultAt(path)];
  if (typeof value !== 'object' || value === null) return [];
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  return Object.entries(value).flatMap(([key, member]) =>
    isCarriedText(key) ? textFaultsOf(member, at(key)) : [faultAt(path)],
  );
}

function faultAt(path: string): TextFault {
  return { path, message: 'found U+0000 or half a surrogate pair; expected Unicode text' };
}
