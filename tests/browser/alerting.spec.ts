import { consoleOfFixtures } from './console-of-fixtures.ts';
import { slow, violationsOn } from './fixture-console.ts';
import { describeInChromium } from './describe-in-chromium.ts';

const { page, complaints, open, makeHappen } = consoleOfFixtures({ patients: 5 });

afterEach(() => makeHappen('alerting/ok'));

describeInChromium('whether alerts arrive', () => {
  const band = () => page.getByRole('alert').filter({ hasText: 'Alerting is down since 08:2' });
  const foot = () => page.getByRole('contentinfo');

  it.each(['/wards', '/alerts', '/preferences', '/nowhere'])(
    'stands at the foot of %s',
    async (path) => {
      await open(path);
      await foot()
        .getByText(/^Alerting checked 1\d s ago$/)
        .waitFor();
      expect(await band().count()).toBe(0);
    },
    slow,
  );

  it(
    'is said in red, once, on every page when they do not, and no more when they do again',
    async () => {
      await open('/wards');
      await foot()
        .getByText(/^Alerting checked/)
        .waitFor();
      await makeHappen('alerting/down');
      await band().waitFor();
      expect(await band().count()).toBe(1);
      expect(await page.evaluate("getComputedStyle(document.querySelector('.hw-alerting-down')).backgroundColor")).toBe(
        await page.evaluate(
          "(() => { const it = document.createElement('i'); it.style.color = 'var(--hw-high)'; document.body.append(it); const { color } = getComputedStyle(it); it.remove(); return color; })()",
        ),
      );
      await foot().getByText('Alerting is down.').waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await page.getByRole('link', { name: 'Alerts', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
      expect(await band().count()).toBe(1);
      await makeHappen('alerting/ok');
      await band().waitFor({ state: 'detached' });
      expect(complaints()).toEqual([]);
    },
    slow,
  );

  it(
    'is asked for again and again, so that it is said without the live stream, too',
    async () => {
      await open('/wards');
      await foot()
        .getByText(/^Alerting checked/)
        .waitFor();
      await makeHappen('alerting/down-silently');
      await band().waitFor({ timeout: 40_000 });
    },
    slow,
  );
});
