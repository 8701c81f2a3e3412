import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { findFreePort } from '#libs/embedded';
import { eventually } from '#libs/fixtures';
import { prometheus, rulesFolder } from './prometheus-programs.ts';

const Answer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.object({
      result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
    }),
  }),
  z.object({ status: z.literal('error'), error: z.string() }),
]);

const Rules = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(z.object({ name: z.string(), health: z.string(), lastError: z.string().optional() })),
      }),
    ),
  }),
});
type RuleHealth = z.infer<typeof Rules>['data']['groups'][number]['rules'][number];

const Configuration = z.looseObject({
  scrape_configs: z.array(z.looseObject({ job_name: z.string() })).length(1),
});

/** A real Prometheus with the example's configuration, which scrapes one target every second. */
export class RunningPrometheus {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly url: string,
  ) {}

  static async start(target: string): Promise<RunningPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'homeward-prometheus-'));
    await cp(rulesFolder, folder, { recursive: true });
    const file = join(folder, 'prometheus.yml');
    const { scrape_configs: scrapes, ...rest } = Configuration.parse(parse(await readFile(file, 'utf8')));
    const [{ authorization: _token, ...scrape } = { job_name: '' }] = scrapes;
    const quick = { scrape_interval: '1s', static_configs: [{ targets: [target] }] };
    const global = { evaluation_interval: '1s' };
    await writeFile(file, stringify({ ...rest, global, scrape_configs: [{ ...scrape, ...quick }] }));
    const address = `127.0.0.1:${String(await findFreePort())}`;
    const child = spawn(
      prometheus ?? '',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const running = new RunningPrometheus(child, folder, `http://${address}`);
    await eventually(async () => (await fetch(`${running.url}/-/ready`)).ok, { what: 'Prometheus is ready' });
    return running;
  }

  /** The numbers that a query answers with, those that are none left out. @throws where Prometheus cannot read it. */
  async numbersOf(query: string): Promise<readonly number[]> {
    const answer = Answer.parse(await this.#get(`/api/v1/query?query=${encodeURIComponent(query)}`));
    if (answer.status === 'error') throw new SyntaxError(`${query}: ${answer.error}`);
    return answer.data.result.map(({ value }) => Number(value[1])).filter((value) => Number.isFinite(value));
  }

  /** Every alert rule, with whether Prometheus could work it out. */
  async rules(): Promise<readonly RuleHealth[]> {
    return Rules.parse(await this.#get('/api/v1/rules')).data.groups.flatMap(({ rules }) => rules);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  async #get(path: string): Promise<unknown> {
    return (await fetch(this.url + path)).json();
  }
}
