import type { Browser } from 'playwright-core';
import { hasChromium, launchChromium } from '../browser/chromium.ts';
import type { LoadResult } from './load-generator.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import { ask, end, pause, startHere } from './processes.ts';
import { startServices } from './services-under-load.ts';
import { SignedInProxy } from './signed-in-proxy.ts';
import { setUpWards } from './ward-under-load.ts';

export interface CapacityLoad {
  readonly patients: number;
  readonly wards: number;
  readonly setsPerSecond: number;
  /** For the answers, and for the frames of each page. */
  readonly seconds: number;
}

export interface CapacityBenchmark extends CapacityLoad {
  /** From asking to the last byte of the answer, one question at a time. */
  readonly answerMs: Readonly<Record<Asked, Percentiles>>;
  /** Of the pages in Chromium; null where there is none. */
  readonly frameMs: Readonly<Record<Asked, Percentiles>> | null;
  /** What the gateway took while the answers were measured. */
  readonly tookPerSecond: number;
}

type Asked = 'board' | 'capacity';

interface LoadedRegion {
  readonly url: string;
  readonly token: string;
  readonly wardIds: readonly string[];
  /** Sends sets at the rate of the load for so long. */
  load(seconds: number): Promise<LoadResult>;
}

/** The load has settled by then, and code that is used often is compiled. */
const settleSeconds = 5;
const askedEveryMs = 100;

const watchFrames = `
  window.framesTaken = [];
  let last = performance.now();
  const frame = (at) => {
    window.framesTaken.push(at - last);
    last = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`;

/** The answers of boards and of the capacity of a region, and the frames of their pages, while readings arrive. */
export async function measureCapacity(
  environment: Readonly<Record<string, string>>,
  { folder, ...load }: CapacityLoad & { readonly folder: string },
): Promise<CapacityBenchmark> {
  const services = await startServices(environment, folder);
  const generator = startHere('load-generator.ts');
  try {
    const { api, administrator: token, mqttPort: port } = services;
    const { wardIds, gateways, devices } = await setUpWards({ api, token }, { ...load, gateways: 4 });
    await ask<LoadResult>(generator, { kind: 'connect', port, gateways, devices, window: 1_000 });
    await ask<LoadResult>(generator, { kind: 'first-sets' });
    const { setsPerSecond } = load;
    const region: LoadedRegion = {
      url: new URL(api).origin,
      token,
      wardIds,
      load: (seconds) => ask<LoadResult>(generator, { kind: 'steady', setsPerSecond, seconds }),
    };
    const { answerMs, sent } = await measureAnswers(region, load.seconds);
    const frameMs = hasChromium ? await measureFrames(region, load.seconds) : null;
    return { ...load, answerMs, frameMs, tookPerSecond: sent.sent / sent.seconds };
  } finally {
    await Promise.all([end(generator), services.stop()]);
  }
}

async function measureAnswers(region: LoadedRegion, seconds: number) {
  const sending = region.load(seconds + settleSeconds);
  await askInTurn(region, settleSeconds);
  const times = await askInTurn(region, seconds);
  return {
    answerMs: { board: percentiles(times.board), capacity: percentiles(times.capacity) },
    sent: await sending,
  };
}

/** Asks for the board of one ward after the other and for the capacity of all of them, in turn. */
async function askInTurn({ url, token, wardIds }: LoadedRegion, seconds: number): Promise<Record<Asked, number[]>> {
  const times: Record<Asked, number[]> = { board: [], capacity: [] };
  const headers = { authorization: `Bearer ${token}` };
  const measure = async (asked: Asked, path: string): Promise<void> => {
    const start = performance.now();
    const answer = await fetch(`${url}/api/v1${path}`, { headers });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`GET ${path} answered ${String(answer.status)}.`);
    times[asked].push(performance.now() - start);
  };
  const until = performance.now() + seconds * 1000;
  for (let n = 0; performance.now() < until; n += 1) {
    await measure('board', `/wards/${wardIds[n % wardIds.length] ?? ''}/board`);
    await pause(askedEveryMs);
    await measure('capacity', '/capacity');
    await pause(askedEveryMs);
  }
  return times;
}

async function measureFrames(region: LoadedRegion, seconds: number): Promise<Record<Asked, Percentiles>> {
  const proxy = await SignedInProxy.start(region.url, region.token);
  const browser = await launchChromium();
  try {
    const framesOf = (path: string, sign: string) =>
      measurePage(region, { browser, address: proxy.address + path, sign, seconds });
    return {
      board: await framesOf(`/wards/${region.wardIds[0] ?? ''}`, '[data-row]'),
      capacity: await framesOf('/flow/capacity', 'table tbody tr'),
    };
  } finally {
    await browser.close();
    await proxy.stop();
  }
}

/** @param page its address, and what is on it once it is there. */
async function measurePage(
  region: LoadedRegion,
  page: { readonly browser: Browser; readonly address: string; readonly sign: string; readonly seconds: number },
): Promise<Percentiles> {
  const context = await page.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const opened = await context.newPage();
  await opened.goto(page.address);
  await opened.locator(page.sign).first().waitFor();
  const sending = region.load(page.seconds + settleSeconds);
  await pause(settleSeconds * 1000);
  await opened.evaluate(watchFrames);
  await pause(page.seconds * 1000);
  const frames = await opened.evaluate<number[]>('window.framesTaken');
  await sending;
  await context.close();
  return percentiles(frames);
}
