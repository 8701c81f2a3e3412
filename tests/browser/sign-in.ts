import type { Role } from '#libs/contracts';
import type { Page } from 'playwright-core';
import type { HomewardProcess } from '../outside/homeward-process.ts';

/** Fills in the sign-in page that is on screen, as the one person whom `homeward up` makes for each role. */
export async function signInAs(page: Page, role: Role, homeward: HomewardProcess): Promise<void> {
  await page.getByLabel(/user name/i).fill(role);
  await page.getByLabel(/password/i).fill(await homeward.passwordOf(role));
  await page.getByRole('button', { name: /sign in/i }).click();
}
