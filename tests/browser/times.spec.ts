import type { ChartedObservation, Plan } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { fullSet } from '../outside/gateway-client.ts';
import { describeInChromium, WardInChromium } from './ward-in-chromium.ts';

const slow = 60_000;
const minuteMs = 60_000;

/** `21/11/2026 08:30`, as the clocks of the wards show it. */
function londonText(time: number): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return format.format(time).replace(',', '');
}

describeInChromium('times on a computer that is set to New Zealand and American English, with everything real', () => {
  let ward: WardInChromium;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 1 });
    await ward.gateway.send(ward.patients[0].deviceId, fullSet(), { takenAt: new Date(Date.now() - 90 * minuteMs) });
    ({ context, page } = await ward.openAs('nurse', { timezoneId: 'Pacific/Auckland', locale: 'en-US' }));
  }, 180_000);

  afterAll(async () => {
    await context.close();
    await ward.stop();
  }, slow);

  beforeEach(async () => {
    await page.goto(ward.at(`/patients/${ward.patients[0].patientId}`));
    await page.getByRole('heading', { level: 1, name: /person/i }).waitFor();
  }, slow);

  const path = (): string => `/api/v1/patients/${ward.patients[0].patientId}`;
  const taken = (): Locator => page.getByLabel('Taken', { exact: true });

  it(
    'are shown day first and by 24 hours, and typed so; a time alone keeps the day',
    async () => {
      await page.getByRole('button', { name: 'Enter observations' }).click();
      const shown = await taken().inputValue();
      expect([londonText(Date.now()), londonText(Date.now() - minuteMs)]).toContain(shown);
      const hourAgo = Math.floor((Date.now() - 60 * minuteMs) / minuteMs) * minuteMs;
      await taken().fill(londonText(hourAgo));
      await page.getByRole('textbox', { name: /^Pulse/ }).fill('81');
      await taken().fill('00:00');
      await taken().blur();
      expect(await taken().inputValue()).toBe(`${londonText(hourAgo).slice(0, 10)} 00:00`);
      await taken().fill(londonText(hourAgo));
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByText('1 observation was sent.').waitFor();
      const charted = await eventually(
        async () => (await ward.administrator.all<ChartedObservation>(`${path()}/observations`)).find(isTyped),
        { what: 'the pulse that was typed' },
      );
      expect(Date.parse(charted.takenAt)).toBe(hourAgo);
      await page.getByRole('link', { name: 'Charts', exact: true }).click();
      await page.getByText('Readings as a table').click();
      const row = page.getByRole('region', { name: 'Readings' }).getByRole('row').filter({ hasText: '81' });
      expect(await row.first().innerText()).toContain(londonText(hourAgo).slice(11));
    },
    slow,
  );

  it(
    'that end something are those of the ward as well',
    async () => {
      const until = Math.ceil((Date.now() + 3 * 60 * minuteMs) / minuteMs) * minuteMs;
      await page.getByRole('button', { name: /^Pause/ }).click();
      await page.getByLabel('Until').fill(londonText(until));
      await page.getByRole('button', { name: 'Begin pause' }).click();
      await page
        .getByText(/paused until/)
        .first()
        .waitFor();
      const plan = await ward.administrator.get<Plan>(`${path()}/plan`);
      expect(plan.pauses.map((pause) => Date.parse(pause.until))).toEqual([until]);
      expect(
        await page
          .getByText(/paused until/)
          .first()
          .innerText(),
      ).toContain(londonText(until).slice(11));
    },
    slow,
  );

  it(
    'with the month first are refused, never taken for another day',
    async () => {
      await page.getByRole('button', { name: 'Enter observations' }).click();
      await page.getByRole('textbox', { name: /^Pulse/ }).fill('82');
      await taken().fill('11/21/2026 08:30');
      await page.getByRole('button', { name: 'Send observations' }).click();
      await page.getByRole('link', { name: 'Enter a date and a time' }).waitFor();
      expect(await taken().inputValue()).toBe('11/21/2026 08:30');
      await page.getByRole('button', { name: 'Cancel' }).click();
    },
    slow,
  );

  it(
    'on the two odd days: the skipped hour is refused in words, and of the repeated one either can be meant',
    async () => {
      await page.getByRole('button', { name: 'Look back' }).click();
      const field = page.getByLabel('What did we know at');
      await field.fill('29/03/2026 01:30');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('01:30 does not exist on 29 March 2026: the clocks go forward over it').waitFor();
      await field.fill('25/10/2026 01:30');
      await page.getByLabel('The clocks go back then: which one').selectOption('The second 01:30 (GMT)');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('what was known on 25 October 2026 at 01:30').waitFor();
      expect(page.url()).toContain('asOf=2026-10-25T01%3A30%3A00.000Z');
    },
    slow,
  );

  const isTyped = ({ code, value }: ChartedObservation): boolean => code === 'pulse-rate' && value === 81;
});
