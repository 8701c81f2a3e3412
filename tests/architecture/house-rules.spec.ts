import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { houseRules } from '../../lint/house-rules.mjs';

interface Examples {
  readonly kept: readonly string[];
  readonly refused: readonly string[];
}

/** For each rule of lint/house-rules.mjs, what it lets pass and what it refuses. */
const examples: Readonly<Record<string, Examples>> = {
  'time-is-an-argument': {
    kept: ['const at = clock.now();', 'const at = new Date(text);', 'const started = performance.now();'],
    refused: ['const at = new Date();', 'const at = Date.now();', 'const at = Date();'],
  },
  'chance-is-an-argument': {
    kept: ['const id = randomUUID();', 'const largest = Math.max(1, 2);'],
    refused: ['const chance = Math.random();'],
  },
  'environment-is-read-once': {
    kept: ['const url = settings.DATABASE_URL;', 'const { pid } = process;'],
    refused: ['const url = process.env.DATABASE_URL;', "const url = process.env['DATABASE_URL'];"],
  },
  'no-silent-catch': {
    kept: ['try { send(); } catch (error) { log(error); }', 'send().catch((error) => { log(error); });'],
    refused: ['try { send(); } catch {}', 'try { send(); } catch { /* no matter */ }', 'send().catch(() => {});'],
  },
  'no-ambient-state': {
    kept: ['const limit = 3;', 'function next() { let sum = 0; sum += 1; return sum; }'],
    refused: ['let last = 0;', 'export let last = 0;', 'var last = 0;'],
  },
  'http-stays-at-the-edge': {
    kept: ["import { Injectable } from '@nestjs/common';"],
    refused: ["import { NotFoundException } from '@nestjs/common';", "import { HttpException } from '@nestjs/common';"],
  },
  'no-cycle-by-decorator': {
    kept: ["import { Inject } from '@nestjs/common';"],
    refused: [
      "import { forwardRef } from '@nestjs/common';",
      "import { Global, Module } from '@nestjs/common';",
      'const wards = { module: WardsModule, global: true };',
    ],
  },
  'front-doors-are-explicit': {
    kept: ["export { alertId } from './ids.ts';", "export type { Alert } from './alert.ts';"],
    refused: ["export * from './ids.ts';", "export * as ids from './ids.ts';"],
  },
  'nothing-is-handed-on': {
    kept: [
      'export const beds = 3;',
      "export type { Logger } from 'pino';",
      "import { beds } from './beds.ts';\nexport const free = beds - 1;\nexport { free as left };",
    ],
    refused: [
      "export { beds } from './beds.ts';",
      "export type { Beds } from './beds.ts';",
      "import { beds } from './beds.ts';\nexport { beds };",
    ],
  },
  'sql-stays-in-stores': {
    kept: [
      "const words = 'Select a ward from the list';",
      "const words = 'select a ward from the list';",
      'const words = `Update at ${time}`;',
      "const words = 'Delete from the chart';",
      "const words = 'update what was set';",
      "const words = 'insert into the oximeter';",
      "const words = 'with readings as they come';",
      "const words = 'lock the table';",
      "const change = 'begin';",
    ],
    refused: [
      "pool.query('SELECT 1 FROM ward');",
      'pool.query(`INSERT INTO ${table} VALUES (1)`);',
      "pool.query('select id from ward');",
      "pool.query('select id, name from ward where id = $1');",
      'pool.query(`select ${columns} from audit`);',
      'pool.query(`\n  select distinct on (stay_id) state\n  from audit`);',
      "pool.query('select count(*) as wards from ward');",
      "pool.query('select pg_notify($1, $2)');",
      "pool.query('insert into ward (id) values ($1)');",
      'pool.query(`update ${table} set name = $1`);',
      "pool.query('update ward w set name = $1');",
      "pool.query('delete from ward');",
      "pool.query('delete from ward where id = $1');",
      "pool.query('with old as (delete from ward returning id) select id from old');",
      "pool.query('create table ward (id uuid)');",
      "pool.query('listen live');",
    ],
  },
  'casts-are-explained': {
    kept: [
      "const words = ['a', 'b'] as const;",
      '// The pattern lists exactly the channels.\nconst channel = match[1] as Channel;',
      'const channel = match[1] as Channel; // The pattern lists exactly the channels.',
    ],
    refused: [
      'const channel = match[1] as Channel;',
      'function read(text: string) {\n  return JSON.parse(text) as Score;\n}',
    ],
  },
  'arguments-have-names': {
    kept: [
      'function score(rate: number, pressure: number, pulse: number) {}',
      'broker.on("connect", (client, name, password, done) => {});',
      'class Wards { list(@Person() a: A, @Query() b: B, @Param() c: C, @Headers() d: D) {} }',
      'class Gateway { constructor(a: A, b: B, c: C, d: D, e: E, f: F, g: G) {} }',
    ],
    refused: [
      'function admit(patient: string, ward: string, at: Date, by: string) {}',
      'const admit = (patient: string, ward: string, at: Date, by: string) => {};',
      'class Gateway { constructor(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H) {} }',
    ],
  },
};

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser, sourceType: 'module' } });

it('has an example for each house rule, and for nothing else', () => {
  expect(Object.keys(examples)).toEqual(Object.keys(houseRules.rules));
});

for (const [name, rule] of Object.entries(houseRules.rules)) {
  const { kept, refused } = examples[name] ?? { kept: [], refused: [] };
  tester.run(name, rule, { valid: [...kept], invalid: refused.map((code) => ({ code, errors: 1 })) });
}
