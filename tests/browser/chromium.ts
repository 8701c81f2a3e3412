import { existsSync } from 'node:fs';
import { patience } from '#libs/fixtures';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

const chromiumPath = process.env['CHROMIUM_PATH'] ?? ['/usr/bin/chromium'].find((path) => existsSync(path));

/** Where there is none, what needs it is skipped. */
export const hasChromium = chromiumPath !== undefined;

/** A Chromium without a window, that asks nothing of the network by itself. */
export function launchChromium(...more: readonly string[]): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium: set CHROMIUM_PATH, or install it.');
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: chromiumPath, args: [...args, ...quiet, ...more] });
}

/** Has what is done in the browser give up as late as other tests do. */
export function setPatience(context: BrowserContext): void {
  context.setDefaultTimeout(30_000 * patience);
}
