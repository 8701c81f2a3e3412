import { eventually } from '#libs/fixtures';
import type { BrowserContext, Page } from 'playwright-core';
import { deteriorating, fullSet } from '../outside/gateway-client.ts';
import { NetworkBetween } from '../outside/network-between.ts';
import { describeInChromium } from './describe-in-chromium.ts';
import { WardInChromium } from './ward-in-chromium.ts';

const slow = 180_000;
/** A stream may be silent for half a minute before it is said to be; the rest is for a busy machine. */
const untilStale = { timeout: 75_000 };
/** The longest pause between two attempts, an attempt that was under way when all was sound again, and a busy machine. */
const untilSound = { timeout: 75_000 };

describeInChromium('whether the console is in touch with Homeward, with everything real', () => {
  let ward: WardInChromium;
  let network: NetworkBetween;
  let context: BrowserContext;
  let page: Page;
  let board: string;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 5 });
    network = await NetworkBetween.before(ward.at('/'));
    const [{ wardId }] = ward.patients;
    board = `/wards/${wardId}`;
    for (const { deviceId } of ward.patients) await ward.gateway.send(deviceId, fullSet(), { takenAt: minutesAgo(20) });
  }, slow);

  afterAll(async () => {
    await network.stop();
    await ward.stop();
  }, slow);

  beforeEach(async () => {
    ({ context, page } = await ward.openAs('nurse'));
  }, slow);

  afterEach(async () => {
    network.become('sound');
    await context.close();
  });

  const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
  const patient = (nth: number) => {
    const found = ward.patients[nth - 1];
    if (found === undefined) throw new Error(`There is no patient ${String(nth)}.`);
    return found;
  };
  const live = (on: Page) => on.getByText('Live', { exact: true });
  const notUpdating = (on: Page) => on.getByText(/^Not updating since \d\d:\d\d/);
  const rowOf = (on: Page, nth: number) => on.getByRole('row').filter({ hasText: `Person ${String(nth)}` });
  const highOf = (on: Page, nth: number) => rowOf(on, nth).getByText('High', { exact: false }).first();

  async function openBoard(on: Page = page): Promise<void> {
    await on.goto(network.at(board));
    await rowOf(on, 1).waitFor();
    await live(on).waitFor(untilSound);
  }

  const deteriorate = (nth: number) =>
    ward.gateway.send(patient(nth).deviceId, fullSet(deteriorating), { takenAt: minutesAgo(0) });

  it(
    'nine tabs of one browser all load, say that they are live, and hear of the same change',
    async () => {
      const tabs = [page];
      while (tabs.length < 9) tabs.push(await context.newPage());
      for (const tab of tabs) await openBoard(tab);
      await deteriorate(1);
      await Promise.all(tabs.map((tab) => highOf(tab, 1).waitFor(untilSound)));
      await Promise.all(tabs.map((tab) => live(tab).waitFor(untilSound)));
    },
    slow,
  );

  it(
    'a pause that a colleague decides is on the board and on the page of the patient',
    async () => {
      await openBoard();
      const other = await context.newPage();
      await other.goto(network.at(`/patients/${patient(2).patientId}`));
      await other.getByRole('heading', { level: 1, name: /person 2/i }).waitFor();
      const colleague = await ward.colleague('prescriber');
      await colleague.post(`/api/v1/patients/${patient(2).patientId}/pauses`, {
        reason: 'asleep',
        until: minutesAgo(-60).toISOString(),
      });
      // By the event of the plan, or at worst when the clock of refetching comes round.
      const untilRefetched = { timeout: 120_000 };
      await rowOf(page, 2)
        .getByText(/Paused until/)
        .waitFor(untilRefetched);
      await other
        .getByText(/asleep/i)
        .first()
        .waitFor(untilRefetched);
    },
    slow,
  );

  it(
    'a network that swallows everything is said to be so, since when, and nothing is missed once it is back',
    async () => {
      await openBoard();
      network.become('black hole');
      await notUpdating(page).waitFor(untilStale);
      await page.getByText('This page is not updating.').waitFor();
      await deteriorate(3);
      const [{ wardId }] = ward.patients;
      await eventually(
        async () =>
          (await ward.administrator.all<{ patientId: string }>(`/api/v1/alerts?wardId=${wardId}`)).some(
            ({ patientId }) => patientId === patient(3).patientId,
          ),
        { what: 'the alert that the page cannot hear of' },
      );
      expect(await highOf(page, 3).count()).toBe(0);
      network.become('sound');
      await highOf(page, 3).waitFor(untilSound);
      await live(page).waitFor(untilSound);
      expect(await notUpdating(page).count()).toBe(0);
    },
    slow,
  );

  it(
    'a service that is frozen is said to be so, and that it is back once it goes on',
    async () => {
      await openBoard();
      await ward.freeze();
      try {
        await notUpdating(page).waitFor(untilStale);
      } finally {
        await ward.thaw();
      }
      await live(page).waitFor(untilSound);
      await deteriorate(4);
      await highOf(page, 4).waitFor(untilSound);
    },
    slow,
  );

  it(
    "a proxy's page in Homeward's place is named as that, and what is on screen as not updating",
    async () => {
      await openBoard();
      // The code of the page is loaded from now on; its patient's is not.
      await rowOf(page, 4).getByRole('link').first().click();
      await page.getByRole('heading', { level: 1, name: /person 4/i }).waitFor();
      await page.goBack();
      await rowOf(page, 5).waitFor();
      network.become('bad gateway');
      await notUpdating(page).waitFor(untilStale);
      await rowOf(page, 5).getByRole('link').first().click();
      const named = page.getByText(/The server in front of Homeward answered 502 \(bad gateway\)/).first();
      await named.waitFor(untilStale);
      network.become('sound');
      await page.getByRole('heading', { level: 1, name: /person 5/i }).waitFor(untilSound);
      await live(page).waitFor(untilSound);
    },
    slow,
  );
});
