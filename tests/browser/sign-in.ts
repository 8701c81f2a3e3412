import type { Role } from '#libs/contracts';
import type { Page } from 'playwright-core';

/** The people whom `homeward up` makes, by what they do. */
const names: Readonly<Record<Role, string>> = {
  'healthcare-assistant': 'Hanna Okoro',
  nurse: 'Neil Barrow',
  prescriber: 'Priya Raman',
  coordinator: 'Carys Lloyd',
  operations: 'Owen Price',
  administrator: 'Ada Moreau',
};

/**
 * Fills in the sign-in page that is on screen.
 *
 * @param output what `homeward up` printed, with the user names and passwords among it.
 */
export async function signInAs(page: Page, role: Role, output: string): Promise<void> {
  const line = output.split('\n').find((one) => one.endsWith(names[role])) ?? '';
  const [username, password] = line.trim().split(/\s{2,}/);
  if (username === undefined || password === undefined) throw new Error(`No ${role} to sign in as:\n${output}`);
  await page.getByLabel(/user name/i).fill(username);
  await page.getByLabel(/password/i).fill(password);
  await page.getByRole('button', { name: /sign in/i }).click();
}
