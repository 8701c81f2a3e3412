import { terminalText } from './terminal-text.ts';

describe('A text from outside', () => {
  it.each([
    ['colours', '\u001b[31mall is well\u001b[0m', '\\u001b[31mall is well\\u001b[0m'],
    ['a second line', 'a\r\nINFO all is well', 'a\\u000d\\u000aINFO all is well'],
    ['a control sequence in one character', '\u009b2J', '\\u009b2J'],
    ['a change of direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['letters of any script', 'Zoë Ångström 測定', 'Zoë Ångström 測定'],
  ])('with %s is printed as what it is', (_case, text, expected) => {
    expect(terminalText(text)).toBe(expected);
  });
});
