/**
 * `npm run bench`: what the whole path does on this machine, printed beside the raw pipe measured in the same run. Words
 * on the command line (`postgres`, `kafka`, `pipe`, `path`) narrow it down.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchServers, type BenchServers } from './bench-servers.ts';
import { measureRawPipe, type RawPipeResult } from './raw-pipe.ts';
import type { Percentiles } from './percentiles.ts';

const words = process.argv.slice(2);
const wants = (word: string, ...others: string[]): boolean =>
  words.includes(word) || !words.some((other) => others.includes(other));
const logs = (['postgres', 'kafka'] as const).filter((log) => wants(log, 'postgres', 'kafka'));

const limits = { flatOutSeconds: 12, steadySeconds: 12, setsPerSecond: 1_000 };
const whole = (n: number): string => Math.round(n).toLocaleString('en-GB');
const latency = ({ p50, p95, p99, max }: Percentiles): string =>
  `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${whole(max)} ms`;

function printRawPipe(log: string, { setsPerSecond, latencyMs, memory }: RawPipeResult): void {
  console.log(`\nRaw pipe on ${log}`);
  console.log(`  flat out           ${whole(setsPerSecond)} sets/s`);
  console.log(`  at 1,000 sets/s    ${latency(latencyMs)}`);
  console.log(`  memory             gateway ${String(memory.gateway)} MB, consumer ${String(memory.consumer)} MB`);
}

async function bench(servers: BenchServers): Promise<void> {
  for (const log of logs) {
    const environment = await servers.environmentFor(log);
    if (environment === undefined) continue;
    if (wants('pipe', 'path')) printRawPipe(log, await measureRawPipe(environment, limits));
  }
}

const folder = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
const servers = await benchServers(folder);
try {
  await bench(servers);
} finally {
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
}
