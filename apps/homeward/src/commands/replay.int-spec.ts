import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import { openDatabase } from '#libs/database';
import { startTestDatabase, type TestDatabase } from '#libs/embedded';

import { scoringMigrations } from '../../../scoring/src/scoring.module.ts';

const launcher = resolve(import.meta.dirname, '../../bin/homeward.mjs');
const generalPathway = resolve(import.meta.dirname, '../../../../libs/clinical/rule-sets/pathways/general.v1.json');
const november = ['--from', '2026-11-01', '--to', '2026-12-01'];

// Real: the command, Postgres. What a replay comes to is tested where it is made: apps/scoring/src/replay.
describe('homeward replay', () => {
  let server: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    server = await startTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'homeward-replay-'));
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function replay(...words: readonly string[]): Promise<{
    readonly said: string;
    readonly complained: string;
    readonly status: number | null;
  }> {
    const env = { ...process.env, DATABASE_URL: server.url, HOMEWARD_HOME: folder };
    const child = spawn(process.execPath, [launcher, 'replay', ...words], { stdio: ['ignore', 'pipe', 'pipe'], env });
    const exit = once(child, 'close') as Promise<[number | null]>;
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [status] = await exit;
    return { said, complained, status };
  }

  it('says so where there is no history, and leaves the database as it is', async () => {
    const { complained, status } = await replay('--rules', 'live', ...november);
    expect(complained).toContain('This database keeps no history that could be replayed.');
    expect(status).toBe(1);
  });

  it('reports as a table, as JSON, and as a page, and ends well', async () => {
    const database = await openDatabase({ url: server.url, schema: 'scoring', migrations: scoringMigrations });
    await database.close();
    const table = await replay('--rules', 'live', ...november);
    expect(table).toMatchObject({ status: 0 });
    expect(table.said).toContain('The rules in force come to exactly what live published.');
    const json = await replay('--rules', generalPathway, ...november, '--format', 'json');
    expect(JSON.parse(json.said)).toMatchObject({ from: '2026-11-01T00:00:00.000Z', patients: 0, alerts: [] });
    const output = join(folder, 'reports/november.html');
    const page = await replay('--rules', 'live', ...november, '--output', output);
    expect(page).toMatchObject({ said: '', status: 0 });
    expect(await readFile(output, 'utf8')).toMatch(/^<!doctype html>/u);
  });

  it('names the file, the place in it and what was expected, of rules that cannot be used', async () => {
    const pathway = JSON.parse(await readFile(generalPathway, 'utf8')) as object;
    const wrong = join(folder, 'wrong.json');
    await writeFile(wrong, JSON.stringify({ ...pathway, escalation: { alertAtMost: 'very' } }));
    const { complained, said, status } = await replay('--rules', wrong, ...november);
    expect(complained).toContain(`${wrong}, escalation.alertAtMost: `);
    expect(complained).toContain('"high"');
    expect({ said, status }).toEqual({ said: '', status: 1 });
    const missing = await replay('--rules', join(folder, 'nowhere.json'), ...november);
    expect(missing.complained).toContain('nowhere.json');
    expect(missing.complained).toContain('expected a rule-set file, a folder of them, or `live`');
    const noJson = join(folder, 'notes.json');
    await writeFile(noJson, '{ "kind": ');
    expect((await replay('--rules', noJson, ...november)).complained).toContain(`${noJson}: Found `);
  });

  it.each([
    [['--rules', 'live', '--from', 'yesterday', '--to', '2026-12-01'], 'Expected a date such as 2026-11-01'],
    [['--rules', 'live', '--from', '2026-12-01', '--to', '2026-11-01'], 'expected a time before --to'],
    [['--rules', 'live', ...november, '--ward', 'seven'], 'Expected the id of a ward'],
    [['--rules', 'live', ...november, '--format', 'pdf'], 'Allowed choices are table, json, html'],
    [['--from', '2026-11-01', '--to', '2026-12-01'], "required option '--rules <path>'"],
  ])('refuses %j and says what it expects', async (words, expected) => {
    const { complained, status } = await replay(...words);
    expect(complained).toContain(expected);
    expect(status).toBe(2);
  });
});
