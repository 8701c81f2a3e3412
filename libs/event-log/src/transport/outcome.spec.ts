import { HomewardError } from '#libs/contracts';
import { outcomeOf } from './outcome.ts';

class Passing extends HomewardError {
  readonly code = 'passing';
  readonly transient = true;
}
class ForGood extends HomewardError {
  readonly code = 'for-good';
  readonly transient = false;
}
const sqlError = (code: string): Error => Object.assign(new Error('from the database'), { code });

describe('what becomes of records whose work failed', () => {
  it.each([
    ['a fault that says it will pass', new Passing('wait')],
    ['a lost connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a serialization failure', sqlError('40001')],
    ['a deadlock', sqlError('40P01')],
    ['a server that goes down', sqlError('57P01')],
    ['too many connections', sqlError('53300')],
    ['a column that the schema lacks: a fault of the deployment', sqlError('42703')],
    ['a table that is not there yet', sqlError('42P01')],
    ['a driver that says so in words only', new Error('Connection terminated unexpectedly')],
    ['a driver error inside another', Object.assign(new Error('query failed'), { driverError: sqlError('08006') })],
    ['a cause inside another', new Error('outer', { cause: new Passing('inner') })],
    ['an error that Nest has hidden', { status: 'error', message: 'Internal server error' }],
  ])('waits, however often it came before: %s', (_name, error) => {
    expect(outcomeOf(error, { attempt: 1, alone: false })).toBe('wait');
    expect(outcomeOf(error, { attempt: 1000, alone: true })).toBe('wait');
  });

  it('isolates at once what is known to fail for good, and gives up on it when it is alone', () => {
    expect(outcomeOf(new ForGood('no'), { attempt: 1, alone: false })).toBe('isolate');
    expect(outcomeOf(new ForGood('no'), { attempt: 1, alone: true })).toBe('dead-letter');
  });

  it.each([
    ['a fault of the program', new TypeError('undefined is not a function')],
    ['a value that the database refuses', sqlError('22003')],
    ['a broken constraint', sqlError('23514')],
    ['something that is not even an error', 'oops'],
  ])('gives %s two more chances first', (_name, error) => {
    expect([1, 2, 3].map((attempt) => outcomeOf(error, { attempt, alone: false }))).toEqual([
      'again',
      'again',
      'isolate',
    ]);
    expect(outcomeOf(error, { attempt: 3, alone: true })).toBe('dead-letter');
  });
});
