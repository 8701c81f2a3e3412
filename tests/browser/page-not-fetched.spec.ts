import { consoleOfFixtures } from './console-of-fixtures.ts';
import { slow } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';

describeInChromium('a page that is first opened while Homeward is away', () => {
  const { page, context, open, boardPath } = consoleOfFixtures({ patients: 8 });

  beforeEach(async () => {
    await open(await boardPath());
    await page.getByRole('table').first().waitFor();
  }, slow);

  const openPatient = () => page.getByRole('table').first().getByRole('link').first().click();
  const opened = () => page.getByRole('navigation', { name: /patient/i }).waitFor();

  it(
    'says that nothing answers, and opens by itself once Homeward is back',
    async () => {
      await context.route('**/*', (route) => route.abort('connectionrefused'));
      await openPatient();
      const problem = page.getByRole('alert').filter({ hasText: 'This page could not be opened' });
      await problem.filter({ hasText: 'Homeward cannot be reached' }).waitFor();
      await context.unroute('**/*');
      await problem.waitFor({ state: 'detached' });
      await opened();
    },
    slow,
  );

  it(
    "says that it was a proxy's page that came instead, and opens when it is tried again",
    async () => {
      await context.route('**/*', (route) =>
        route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' }),
      );
      await openPatient();
      const problem = page.getByRole('alert').filter({ hasText: 'This page could not be opened' });
      await problem.filter({ hasText: '502 (bad gateway)' }).waitFor();
      await context.unroute('**/*');
      await page.getByRole('button', { name: 'Try again' }).first().click();
      await opened();
    },
    slow,
  );

  it(
    'asks for a reload where Homeward is there and the page is not, since it has been updated',
    async () => {
      await context.route('**/assets/**', (route) => route.fulfill({ status: 404, body: '' }));
      await openPatient();
      const problem = page.getByRole('alert').filter({ hasText: 'This page does not work' });
      await problem.filter({ hasText: 'Reload the page' }).waitFor();
      await context.unroute('**/assets/**');
      await page.getByRole('button', { name: 'Try again' }).first().click();
      await opened();
    },
    slow,
  );
});
