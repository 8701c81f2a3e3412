import { existsSync, globSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { productFiles } from '../architecture/source-tree.ts';
import { declaredMetrics } from '../documents/declared-metrics.ts';
import { declaredSettings } from '../documents/declared-settings.ts';
import { alertRules, ruleFiles, ruleTests } from './alert-rules.ts';
import { metricsNamedIn } from './named-metrics.ts';
import { promtool, root, rulesFolder, runPromtool } from './prometheus-programs.ts';

// Without promtool `npm test` says so, first and last.
const withPromtool = promtool === undefined ? describe.skip : describe;

const pages = globSync('docs/runbooks/*.md', { cwd: root }).toSorted();
const pageOf = (path: string): string => readFileSync(join(root, path), 'utf8');
/** `HomewardTimersLate`: `timers-late`. */
const pageName = (alert: string): string =>
  alert
    .replace('Homeward', '')
    .replaceAll(/(?<!^)([A-Z])/g, '-$1')
    .toLowerCase();

describe('An alert rule', () => {
  it.each(alertRules)('$alert names a runbook of its own, which the list of runbooks has', ({ alert, annotations }) => {
    expect(annotations.runbook).toBe(`docs/runbooks/${pageName(alert)}.md`);
    expect(existsSync(join(root, annotations.runbook))).toBe(true);
    expect(pageOf(annotations.runbook)).toContain(`# ${alert}\n`);
    expect(pageOf('docs/runbooks/README.md')).toContain(`[${alert}](${basename(annotations.runbook)})`);
  });

  it('is there for every runbook', () => {
    const named = alertRules.map(({ annotations }) => annotations.runbook);
    expect(pages.filter((page) => !page.endsWith('README.md'))).toEqual(named.toSorted());
  });

  it('asks for metrics that a service has', () => {
    const declared = declaredMetrics();
    for (const { alert, expr } of alertRules) {
      expect({ alert, unknown: metricsNamedIn(expr, declared).unknown }).toEqual({ alert, unknown: [] });
    }
  });

  it.each(alertRules)('$alert fires in one test and stays quiet in another', ({ alert }) => {
    const asked = `count(ALERTS{alertname="${alert}",alertstate="firing"})`;
    const expected = ruleTests.tests
      .flatMap(({ promql_expr_test: tests }) => tests)
      .filter(({ expr }) => expr === asked)
      .map(({ exp_samples: samples }) => samples.map(({ value }) => value));
    expect(expected).toEqual([[1], []]);
  });
});

describe('A runbook', () => {
  const metrics = declaredMetrics();
  let settings: ReadonlySet<string>;
  let code: string;

  beforeAll(async () => {
    settings = new Set((await declaredSettings()).flatMap((app) => Object.keys(app.settings)));
    code = productFiles()
      .map((path) => readFileSync(join(root, path), 'utf8'))
      .join('\n');
  });

  it.each(pages)('%s names metrics, settings and words of the log that there are', (page) => {
    const quoted = [...pageOf(page).matchAll(/`([^`\n]+)`/g)].map(([, word]) => word ?? '');
    const unknown = quoted.filter((word) => {
      if (word.includes('homeward_')) return metricsNamedIn(word, metrics).unknown.length > 0;
      if (/^[A-Z]+(?:_[A-Z]+)+$/.test(word)) return !settings.has(word);
      return /^[a-z]+(?:-[a-z]+)+$/.test(word) && !code.includes(`'${word}'`);
    });
    expect(unknown).toEqual([]);
  });
});

withPromtool('Prometheus', () => {
  it('takes every rule', () => {
    expect(runPromtool('check', 'rules', ...ruleFiles)).not.toContain('FAILED');
    expect(runPromtool('check', 'config', '--syntax-only', 'prometheus.yml')).toContain('SUCCESS');
  });

  it('finds that every rule fires where it is to, and nowhere else', () => {
    expect(ruleTests.rule_files.toSorted()).toEqual(ruleFiles);
    expect(runPromtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });

  it('finds a rule that is wrong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'homeward-rules-'));
    try {
      await cp(rulesFolder, folder, { recursive: true });
      const file = join(folder, 'path.rules.yml');
      await writeFile(
        file,
        (await readFile(file, 'utf8')).replace('homeward_timers_failing) > 0', 'homeward_timers_failing) > 99'),
      );
      const { status, stderr, stdout } = spawnSync(promtool ?? '', ['test', 'rules', 'alerts.test.yml'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr + stdout).toContain('HomewardTimersFail');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
