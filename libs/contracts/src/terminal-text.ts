/** Characters that move a cursor, colour or clear a screen, break a line or turn round the direction of reading. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A text from outside as it may stand in a log and on a terminal, in one line: what would do something there, rather than be
 * read, is written as JSON writes it (`\u001b`).
 */
export function terminalText(text: string): string {
  return text.replaceAll(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
