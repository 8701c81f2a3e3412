import { IdempotencyKeys } from './idempotency-keys.ts';

const keysFrom = (...made: readonly string[]): IdempotencyKeys => {
  const left = [...made];
  return new IdempotencyKeys(() => left.shift() ?? 'none left');
};

describe('the key of a press', () => {
  it('is the same when the same thing is pressed again without an answer', () => {
    const keys = keysFrom('one', 'two');
    expect([keys.keyFor({ outcome: 'seen', revision: 3 }), keys.keyFor({ outcome: 'seen', revision: 3 })]).toEqual([
      'one',
      'one',
    ]);
  });

  it('is another once the form has changed, or the revision that was seen', () => {
    const keys = keysFrom('one', 'two', 'three');
    expect(keys.keyFor({ outcome: 'seen', revision: 3 })).toBe('one');
    expect(keys.keyFor({ outcome: 'seen at home', revision: 3 })).toBe('two');
    expect(keys.keyFor({ outcome: 'seen at home', revision: 4 })).toBe('three');
  });

  it('is another for the same thing after an answer', () => {
    const keys = keysFrom('one', 'two');
    keys.keyFor({ outcome: 'seen' });
    keys.answered();
    expect(keys.keyFor({ outcome: 'seen' })).toBe('two');
  });
});
