import { createLogger } from './logger.ts';

describe('A line of the log with text from outside', () => {
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
