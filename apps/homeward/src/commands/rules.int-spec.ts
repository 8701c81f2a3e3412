import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const launcher = resolve(import.meta.dirname, '../../bin/homeward.mjs');

const template = resolve(import.meta.dirname, '../../../../libs/clinical/rule-set-templates/national-mews.json');

async function rules(...words: readonly string[]): Promise<{ out: string; err: string; status: number | null }> {
  const child = spawn(process.execPath, [launcher, 'rules', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'close') as Promise<[number | null]>;
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { out, err, status };
}

describe('homeward rules', () => {
  let site: string;
  beforeAll(async () => {
    site = await mkdtemp(join(tmpdir(), 'homeward-rules-'));
  });
  afterAll(() => rm(site, { recursive: true, force: true }));

  it('lists the pathways and charts that there are', async () => {
    const { out, status } = await rules();
    expect(out).toMatch(/^heart-failure@1 +news2-2017 +\d+ +\d+ +\d+ +\S/m);
    expect(out).toMatch(/^news2-2017 +NEWS2$/m);
    expect(status).toBe(0);
  }, 60_000);

  it('names the file, the place in it and what was expected of everything that is wrong, and ends with status 1', async () => {
    await writeFile(join(site, 'half.json'), '{"kind": ');
    await writeFile(join(site, 'strange.json'), '{"kind": "pathway", "id": "Not An Id", "version": 0}');
    await copyFile(template, join(site, 'mews.json'));
    const { out, err, status } = await rules(site);
    expect(out).toBe('');
    expect(err).toMatch(/half\.json: Found .*expected a file of JSON/);
    expect(err).toMatch(/strange\.json, id: .*lower-case letters/);
    expect(err).toMatch(/strange\.json, version: /);
    expect(err).toMatch(/mews\.json, parameters\[0\]\.bands\[0\]\.upTo: Found a cell that is not filled in/);
    expect(err).not.toContain('    at ');
    expect(status).toBe(1);
  }, 60_000);

  it('speaks JSON to scripts', async () => {
    const { out } = await rules('--json');
    expect(JSON.parse(out)).toMatchObject({
      pathways: expect.any(Array) as unknown,
      charts: expect.any(Array) as unknown,
    });
  }, 60_000);
});
