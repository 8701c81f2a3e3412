import { refusals, removals, type Schema } from './schema-changes.ts';

const text: Schema = { type: 'string' };
const tier: Schema = { type: 'string', enum: ['low', 'high'] };
const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

describe('what a reader refuses of what is written', () => {
  it('is nothing where both are the same, and where a field comes that it does not know', () => {
    const before = object({ tier, note: text }, ['tier']);
    expect(refusals(before, before)).toEqual([]);
    expect(refusals(object({ tier, note: text, more: text }, ['tier', 'more']), before)).toEqual([]);
  });

  it.each<readonly [string, Schema, Schema, string]>([
    [
      'a field that may be left out by now',
      object({ tier }, []),
      object({ tier }, ['tier']),
      '/tier: is required and not always written',
    ],
    [
      'a field that is new and required',
      object({}, []),
      object({ tier }, ['tier']),
      '/tier: is required and not always written',
    ],
    ['another type', text, { type: 'number' }, ': string is written, number is read'],
    ['null, where it is not foreseen', { anyOf: [text, { type: 'null' }] }, text, ': null is written, string is read'],
    ['null, as one of several types', { type: ['string', 'null'] }, text, ': null is written, string is read'],
    ['a value that is not listed', { ...tier, enum: ['low', 'medium'] }, tier, ': "medium" is written and not read'],
    ['any text, where values are listed', text, tier, ': any string is written, only some values are read'],
    [
      'more than the bound',
      { type: 'number', maximum: 20 },
      { type: 'number', maximum: 15 },
      ': maximum 20 is written, 15 is read',
    ],
    ['text without a bound', text, { type: 'string', maxLength: 9 }, ': maxLength none is written, 9 is read'],
    [
      'text of another pattern',
      { type: 'string', pattern: '^a' },
      { type: 'string', pattern: '^b' },
      ': another pattern is read',
    ],
    ['text of another format', text, { type: 'string', format: 'date' }, ': another format is read'],
    [
      'a tuple of other items',
      { type: 'array', prefixItems: [text] },
      { type: 'array', prefixItems: [tier] },
      '/[0]: any string is written, only some values are read',
    ],
    [
      'a tuple of more positions',
      { type: 'array', prefixItems: [text, text] },
      { type: 'array', prefixItems: [text] },
      ': 2 positions are written, 1 are read',
    ],
    [
      'items of a list',
      { type: 'array', items: text },
      { type: 'array', items: tier },
      '/[]: any string is written, only some values are read',
    ],
    [
      'names of a map',
      { type: 'object', propertyNames: text },
      { type: 'object', propertyNames: tier },
      '/{name}: any string is written, only some values are read',
    ],
  ])('is %s', (_what, written, read, fault) => {
    expect(refusals(written, read)).toEqual([fault]);
  });

  it('is nothing where it takes more than is written: whole numbers as numbers, one of several, wider bounds', () => {
    expect(refusals({ type: 'integer', maximum: 9 }, { type: 'number', maximum: 10 })).toEqual([]);
    expect(refusals(tier, { anyOf: [{ type: 'number' }, text] })).toEqual([]);
    expect(refusals(tier, { ...tier, enum: ['low', 'medium', 'high'] })).toEqual([]);
  });
});

describe('what was removed', () => {
  it('is named by its path, in lists and alternatives too', () => {
    const before = object({ inputs: { type: 'array', items: object({ code: text, unit: text }, []) } }, []);
    const after = object({ inputs: { type: 'array', items: { anyOf: [object({ code: text }, []), text] } } }, []);
    expect(removals(before, after)).toEqual(['/inputs/[]/unit: is no more']);
    expect(removals(after, before)).toEqual([]);
  });
});
