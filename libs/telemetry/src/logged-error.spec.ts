import { createLogger } from './logger.ts';

const lineOf = (err: unknown): { readonly text: string; readonly err: unknown } => {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  createLogger({ service: 'test', destination }).error({ err }, 'Something failed');
  const [text = ''] = lines;
  // The line is JSON with a member `err`.
  return { text, err: (JSON.parse(text) as { readonly err: unknown }).err };
};

const refused = Object.assign(new Error('invalid input syntax for type uuid: "she fell last night"'), {
  severity: 'ERROR',
  code: '22P02',
  detail: 'she fell last night',
  where: 'portal parameter $1 = she fell last night',
  parameters: ['she fell last night'],
  table: 'note',
  routine: 'string_to_uuid',
});

describe('An error in a log line', () => {
  it('says its class, code, message, stack and facts', () => {
    class WardFullError extends Error {
      readonly code = 'ward-full';
      readonly facts = { wardId: 'w-1' };
    }
    expect(lineOf(new WardFullError('The ward is full.')).err).toEqual({
      type: 'WardFullError',
      message: 'The ward is full.',
      code: 'ward-full',
      facts: { wardId: 'w-1' },
      stack: expect.stringContaining('logged-error.spec'),
    });
  });

  it('repeats nothing that a person wrote where the database refused it', () => {
    const { text, err } = lineOf(refused);
    expect(text).not.toContain('she fell');
    expect(err).toMatchObject({
      message: 'database error 22P02',
      code: '22P02',
      table: 'note',
      routine: 'string_to_uuid',
      stack: expect.stringContaining('    at '),
    });
  });

  it('shows its causes in the same way, however they are nested', () => {
    const several = new AggregateError([refused, new Error('the other')], 'Both failed');
    const { text, err } = lineOf(new Error('A request failed', { cause: several }));
    expect(text).not.toContain('she fell');
    expect(err).toMatchObject({
      message: 'A request failed',
      cause: { message: 'Both failed', errors: [{ code: '22P02' }, { message: 'the other' }] },
    });
  });

  it('ends with an error that is its own cause', () => {
    const own = new Error('round and round');
    own.cause = own;
    expect(lineOf(own).err).toMatchObject({ message: 'round and round' });
  });
});
