import { createLogger } from './logger.ts';
import { printable } from './printable.ts';

describe('A text from outside', () => {
  it.each([
    ['colours', '\u001b[31mall is well\u001b[0m', '\\u001b[31mall is well\\u001b[0m'],
    ['a second line', 'a\r\nINFO all is well', 'a\\u000d\\u000aINFO all is well'],
    ['a control sequence in one character', '\u009b2J', '\\u009b2J'],
    ['a change of direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['letters of any script', 'Zoë Ångström 測定', 'Zoë Ångström 測定'],
  ])('with %s is printed as what it is', (_case, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('does nothing to the screen of a person who reads the log, and stays the same text in it', () => {
    const clientId = '\u001b[2J\u009b2J\u202egateway\n{"level":"info"}';
    const lines: string[] = [];
    const logger = createLogger({ service: 'test', destination: { write: (line) => lines.push(line) } });
    logger.warn({ clientId }, `connection of ${clientId} refused`);
    expect(lines).toHaveLength(1);
    expect(lines.join('').trimEnd()).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(JSON.parse(lines.join(''))).toMatchObject({ clientId });
  });
});
