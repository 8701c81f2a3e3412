import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'playwright-core';
import { FixtureConsole } from '../browser/fixture-console.ts';
import { type Percentiles, percentiles } from './percentiles.ts';

export interface ConsoleLoad {
  readonly patients: number;
  readonly eventsPerSecond: number;
  readonly minutes: number;
}

export interface ConsoleBenchmark extends ConsoleLoad {
  /** From the beginning of navigation to the first row of the board, script and style in the browser's cache. */
  readonly firstBoardMs: number;
  readonly frameMs: Percentiles;
  /** Each time for which the main thread did nothing else, from 50 ms on. */
  readonly blockedMs: Percentiles;
  /** After a collection of garbage, before the events and after them. */
  readonly heapMb: { readonly before: number; readonly after: number };
  readonly nodes: { readonly before: number; readonly after: number };
  /** How often the board was fetched while the events came. */
  readonly boardFetches: number;
  /** Script and style that the board needs: by brotli, as browsers are sent it, and by gzip. */
  readonly compressedKb: { readonly brotli: CompressedKb; readonly gzip: CompressedKb };
}

interface CompressedKb {
  readonly script: number;
  readonly style: number;
}

/** Keeps when the first row came, how long each frame took, and what blocked the main thread. */
const watchPage = `
  window.benched = { firstRowMs: null, frames: [], blocks: [] };
  new MutationObserver((_changes, observer) => {
    if (document.querySelector('[data-row]') === null) return;
    window.benched.firstRowMs = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.benched.blocks.push(duration);
  }).observe({ type: 'longtask' });
  let last = performance.now();
  const frame = (at) => {
    window.benched.frames.push(at - last);
    last = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`;

/** The board of a large ward in Chromium, while events come as fast as asked, against the fixtures' API. */
export async function measureConsole(load: ConsoleLoad): Promise<ConsoleBenchmark> {
  const fixtures = await FixtureConsole.start(load.patients);
  if (fixtures === undefined) throw new Error('There is no Chromium to measure the console with.');
  try {
    const { page } = await fixtures.open();
    await page.addInitScript(watchPage);
    const board = fixtures.address + (await fixtures.boardPath());
    const sizes = await sizesOf(page, () => openBoard(page, board));
    await openBoard(page, board);
    const firstBoardMs = await page.evaluate<number>('window.benched.firstRowMs');
    return { ...load, firstBoardMs, compressedKb: sizes, ...(await underEvents(fixtures, page, load)) };
  } finally {
    await fixtures.stop();
  }
}

async function openBoard(page: Page, board: string): Promise<void> {
  await page.goto(board);
  await page.locator('[data-row]').first().waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
}

async function underEvents(fixtures: FixtureConsole, page: Page, { eventsPerSecond, minutes }: ConsoleLoad) {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Performance.enable');
  const before = await memoryOf(tools);
  let boardFetches = 0;
  page.on('request', (request) => {
    if (request.url().includes('/board')) boardFetches += 1;
  });
  await fixtures.makeHappen(`updates/${String(eventsPerSecond)}`);
  // The first moments are of the load's beginning, not of the load.
  await sleep(2000);
  await page.evaluate('window.benched = { frames: [], blocks: [] }');
  await sleep(minutes * 60_000);
  const { frames, blocks } = await page.evaluate<{ frames: number[]; blocks: number[] }>('window.benched');
  await fixtures.makeHappen('updates/0');
  await sleep(2000);
  const after = await memoryOf(tools);
  return {
    frameMs: percentiles(frames),
    blockedMs: percentiles(blocks),
    heapMb: { before: before.heapMb, after: after.heapMb },
    nodes: { before: before.nodes, after: after.nodes },
    boardFetches,
  };
}

async function memoryOf(tools: CDPSession): Promise<{ readonly heapMb: number; readonly nodes: number }> {
  await tools.send('HeapProfiler.collectGarbage');
  const { metrics } = await tools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return { heapMb: metric('JSHeapUsedSize') / 2 ** 20, nodes: metric('Nodes') };
}

async function sizesOf(page: Page, open: () => Promise<void>): Promise<ConsoleBenchmark['compressedKb']> {
  const bodies: Promise<{ readonly kind: string; readonly body: Buffer }>[] = [];
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    if (kind !== 'script' && kind !== 'stylesheet') return;
    bodies.push(response.body().then((body) => ({ kind, body })));
  });
  await open();
  page.removeAllListeners('response');
  const received = await Promise.all(bodies);
  const sizesBy = (compress: (body: Buffer) => Buffer): CompressedKb => {
    const sum = (wanted: string): number =>
      received.reduce((total, { kind, body }) => total + (kind === wanted ? compress(body).length / 1000 : 0), 0);
    return { script: sum('script'), style: sum('stylesheet') };
  };
  return { brotli: sizesBy(brotliCompressSync), gzip: sizesBy(gzipSync) };
}
