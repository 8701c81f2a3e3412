import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const launcher = resolve(import.meta.dirname, '../../bin/homeward.mjs');

interface Answer {
  readonly lines: readonly Record<string, unknown>[];
  readonly status: number | null;
}

async function score(input: string, ...options: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, [launcher, 'score', ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'close') as Promise<[number | null]>;
  child.stdin.end(input);
  const output = await text(child.stdout);
  const [status] = await exit;
  const lines = output.split('\n').filter((line) => line !== '');
  return { lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), status };
}

const well =
  '{"respirationRate":16,"oxygenSaturation":97,"supplementalOxygen":false,"systolicPressure":124,"pulseRate":72,"consciousness":"A","temperature":36.8}';
const unwell =
  '{"respirationRate":22,"oxygenSaturation":94,"supplementalOxygen":false,"systolicPressure":105,"pulseRate":96,"consciousness":"A","temperature":38.4}';

describe('homeward score', () => {
  it('writes one score for each line and nothing else, and ends well', async () => {
    const { lines, status } = await score(`${unwell}\n\n${well}`);
    expect(lines).toMatchObject([
      { total: 6, tier: 'medium', responseWithinMinutes: 60 },
      { total: 0, tier: 'low', responseWithinMinutes: null },
    ]);
    expect(status).toBe(0);
  }, 60_000);

  it('names what is wrong with a line, goes on, and ends with status 1', async () => {
    const { lines, status } = await score(`{"pulseRate":900}\nnonsense\n${unwell}\n`);
    expect(lines).toMatchObject([
      { line: 1, error: { field: 'pulseRate' } },
      { line: 2, error: { field: null } },
      { total: 6 },
    ]);
    expect(status).toBe(1);
  }, 60_000);

  it('scores on another chart by its name', async () => {
    const { lines, status } = await score(
      '{"systolicPressure":165,"pulseRate":72,"consciousness":"A"}',
      '--chart',
      'obstetric-meows-2012',
    );
    expect(lines).toMatchObject([{ ruleSet: 'obstetric-meows-2012', min: 3, tier: 'high' }]);
    expect(status).toBe(0);
  }, 60_000);

  it('does not score on a chart that is not there', async () => {
    const { lines, status } = await score(unwell, '--chart', 'news3');
    expect(lines).toEqual([]);
    expect(status).toBe(2);
  }, 60_000);

  it('keeps up with many lines', async () => {
    const { lines, status } = await score(`${unwell}\n${well}\n`.repeat(50_000));
    expect(lines).toHaveLength(100_000);
    expect(lines.at(-1)).toMatchObject({ total: 0 });
    expect(status).toBe(0);
  }, 60_000);
});
