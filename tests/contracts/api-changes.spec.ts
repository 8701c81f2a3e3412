import { apiBreaks } from './api-changes.ts';
import { apiContractOf, type ApiContract } from './api-contract.ts';

interface Planted {
  readonly parameters?: readonly object[];
  readonly body?: object;
  readonly answers?: Readonly<Record<string, object>>;
}

const text = { type: 'string' };
const stay = {
  type: 'object',
  properties: { id: text, state: { enum: ['active', 'left'] } },
  required: ['id', 'state'],
};
const asOf = { name: 'asOf', in: 'query', required: false, schema: text };
const newStay = { type: 'object', properties: { wardId: text, note: text }, required: ['wardId'] };
const jsonOf = (schema: object) => ({ 'application/json': { schema } });

/** An API with `post /stays`, which takes and answers this, and `get /wards`, which never changes. */
const api = ({ parameters = [asOf], body = newStay, answers = { 200: stay } }: Planted = {}, named = {}): ApiContract =>
  apiContractOf({
    paths: {
      '/stays': {
        post: {
          parameters,
          ...('type' in body && { requestBody: { content: jsonOf(body) } }),
          responses: Object.fromEntries(
            Object.entries(answers).map(([status, schema]) => [status, { content: jsonOf(schema) }]),
          ),
        },
      },
      '/wards': { get: { responses: { 200: { content: jsonOf({ $ref: '#/components/schemas/Ward' }) } } } },
    },
    components: { schemas: { Ward: { type: 'object', properties: { name: text }, required: ['name'] }, ...named } },
  });

const { operations, schemas } = api();
const { 'get /wards': wards = { answers: {} } } = operations;

describe('a change of the API that breaks its callers', () => {
  it.each<readonly [string, ApiContract, readonly string[]]>([
    ['a path that is gone', { operations: { 'get /wards': wards }, schemas }, ['http/post /stays: is no more']],
    [
      'a parameter that is required by now',
      api({ parameters: [{ ...asOf, required: true }] }),
      ['http/post /stays query asOf: is required by now'],
    ],
    [
      'a required parameter more',
      api({ parameters: [asOf, { ...asOf, name: 'wardId', required: true }] }),
      ['http/post /stays query wardId: is required by now'],
    ],
    ['a parameter that is gone', api({ parameters: [] }), ['http/post /stays query asOf: is no more']],
    [
      'a parameter that takes less',
      api({ parameters: [{ ...asOf, schema: { ...text, maxLength: 9 } }] }),
      ['http/post /stays query asOf: maxLength none is written, 9 is read'],
    ],
    [
      'a member that a request has to have by now',
      api({ body: { ...newStay, required: ['wardId', 'note'] } }),
      ['http/post /stays body/note: is required and not always written'],
    ],
    [
      'a member that a request may not have any more',
      api({ body: { ...newStay, properties: { wardId: text } } }),
      ['http/post /stays body/note: is no more'],
    ],
    [
      'a member of a request that takes fewer values',
      api({ body: { ...newStay, properties: { wardId: text, note: { enum: ['short'] } } } }),
      ['http/post /stays body/note: any string is written, only some values are read'],
    ],
    ['a body that is not taken any more', api({ body: {} }), ['http/post /stays body: is no more']],
    [
      'a member of an answer that is gone',
      api({ answers: { 200: { ...stay, properties: { id: text }, required: ['id'] } } }),
      [
        'http/post /stays answer 200/state: is no more',
        'http/post /stays answer 200/state: is required and not always written',
      ],
    ],
    [
      'a member of an answer that is left out at times',
      api({ answers: { 200: { ...stay, required: ['id'] } } }),
      ['http/post /stays answer 200/state: is required and not always written'],
    ],
    [
      'a member of an answer with a value that was not foreseen',
      api({ answers: { 200: { ...stay, properties: { id: text, state: { enum: ['active', 'left', 'lost'] } } } } }),
      ['http/post /stays answer 200/state: "lost" is written and not read'],
    ],
    [
      'another status of success',
      api({ answers: { 202: stay } }),
      ['http/post /stays answer 200: is no more', 'http/post /stays answer 202: is not foreseen'],
    ],
    [
      'a change of a schema that is referred to by its name',
      api({}, { Ward: { type: 'object', properties: { name: { type: 'number' } }, required: ['name'] } }),
      ['http/get /wards answer 200/name: number is written, string is read'],
    ],
  ])('is %s', (_what, present, broken) => {
    expect(apiBreaks(api(), present)).toEqual(broken);
  });

  it('is none of these: nothing, an optional parameter or member more, one that is no longer required, a path more', () => {
    expect(apiBreaks(api(), api())).toEqual([]);
    const wider = api({
      parameters: [asOf, { ...asOf, name: 'wardId' }],
      body: { type: 'object', properties: { wardId: text, note: text, bed: text }, required: [] },
      answers: { 200: { ...stay, properties: { ...stay.properties, bed: text }, required: ['id', 'state', 'bed'] } },
    });
    expect(apiBreaks(api(), wider)).toEqual([]);
    expect(apiBreaks({ operations: { 'get /wards': wards }, schemas }, api())).toEqual([]);
  });

  it('is found in words and long patterns only where what they refuse changed', () => {
    const dated = (pattern: string, description: string) =>
      api({ parameters: [{ ...asOf, schema: { ...text, pattern, description } }] });
    const long = `^${'[0-9]'.repeat(20)}$`;
    expect(apiBreaks(dated(long, 'a time'), dated(long, 'any time'))).toEqual([]);
    expect(apiBreaks(dated(long, 'a time'), dated(`${long}|^$`, 'a time'))).toEqual([
      'http/post /stays query asOf: another pattern is read',
    ]);
  });
});
