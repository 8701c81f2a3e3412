/**
 * `npm run screenshots`: starts the demo, and takes a picture of every page of the console, light, dark and on a telephone,
 * into docs/screenshots. Words on the command line (`patient-charts`, `dark`) narrow down pages and looks.
 */
import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { HomewardProcess } from '../outside/homeward-process.ts';
import { launchChromium } from './chromium.ts';
import { signInAs } from './sign-in.ts';

const folder = 'docs/screenshots';
/** So long simulated patients fall ill, and the alerts of the first escalate, before the pictures are taken. */
const demoRunsMs = 120_000;

const looks = [
  { name: 'light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { name: 'phone', viewport: { width: 360, height: 740 }, colorScheme: 'light' },
] as const;

/** Live pages fetch again and again: so long the answers to the first requests are waited for. */
const settlesWithinMs = 2_000;

const words = process.argv.slice(2);
/** Where words name some of these, those alone. */
const narrowed = <T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] =>
  all.some((one) => words.includes(nameOf(one))) ? all.filter((one) => words.includes(nameOf(one))) : all;

interface Ids {
  readonly ward: string;
  readonly patient: string;
  readonly alert: string;
  readonly device: string;
  readonly person: string;
  readonly rota: string;
  readonly referral: string;
}

/** Each page's name and path; with a heading, the part of the page that it begins. */
type Pictured = readonly [name: string, path: string, heading?: RegExp];

const pagesOf = ({ ward, patient, alert, device, person, rota, referral }: Ids): readonly Pictured[] => [
  ['now', '/now'],
  ['tasks', '/tasks'],
  ['wards', '/wards'],
  ['board', `/wards/${ward}`],
  ['beds', `/wards/${ward}/beds`],
  ['ward-tasks', `/wards/${ward}/tasks`],
  ['handover', `/wards/${ward}/handover`],
  ['alerts', '/alerts'],
  ['alerts-mine', '/alerts/mine'],
  ['alerts-all', '/alerts/all'],
  ['alert', `/alerts/${alert}`],
  ['alert-timeline', `/alerts/${alert}`, /^what has happened/i],
  ['alert-ledger', `/alerts/${alert}`, /^who was notified/i],
  ['alert-history', '/alerts/history'],
  ['patients', '/patients#search=ca'],
  ['register-patient', '/patients/new'],
  ['patient', `/patients/${patient}`],
  ['patient-charts', `/patients/${patient}/charts?hours=6`],
  ['patient-observation-chart', `/patients/${patient}/charts?view=chart`],
  ['patient-plan', `/patients/${patient}/plan`],
  ['patient-contacts', `/patients/${patient}/contacts`],
  ['patient-devices', `/patients/${patient}/devices`],
  ['patient-stays', `/patients/${patient}/stays`],
  ['patient-history', `/patients/${patient}/history`],
  ['patient-sbar', `/patients/${patient}/sbar`],
  ['patient-merge', `/patients/${patient}/merge`],
  ['flow', '/flow'],
  ['referrals', '/flow/referrals'],
  ['refer', '/flow/referrals/new'],
  ['referral', `/flow/referrals/${referral}`],
  ['admit', '/flow/admit'],
  ['discharges', '/flow/discharges'],
  ['alert-burden', '/flow/burden'],
  ['capacity', '/flow/capacity'],
  ['capacity-wall', '/flow/capacity/wall'],
  ['capacity-snapshots', '/flow/capacity/snapshots'],
  ['capacity-forecast', '/flow/capacity/forecast'],
  ['capacity-targets', '/flow/capacity/targets'],
  ['benefits', '/flow/capacity/benefits'],
  ['devices', '/devices'],
  ['register-device', '/devices/new'],
  ['device', `/devices/stock/${device}`],
  ['gateways', '/devices/gateways'],
  ['quarantine', '/devices/quarantine'],
  ['manage', '/manage'],
  ['manage-wards', '/manage/wards'],
  ['manage-ward', `/manage/wards/${ward}`],
  ['rule-sets', '/manage/rule-sets'],
  ['rule-set', '/manage/rule-sets/news2-2017'],
  ['replay-report', '/manage/replay-report'],
  ['health', '/manage/health'],
  ['people', '/manage/people'],
  ['person', `/manage/people/${person}`],
  ['teams', '/manage/teams'],
  ['rotas', '/manage/rotas'],
  ['rota', `/manage/rotas/${rota}`],
  ['escalation-policies', '/manage/escalation-policies'],
  ['sent-messages', '/manage/sent-messages'],
  ['preferences', '/preferences'],
  ['contact-methods', '/preferences/contact-methods'],
];

/** The ward and the patient who has the most urgent alert, as the page's own session is shown them. */
async function idsOn(page: Page): Promise<Ids> {
  const get = async (path: string): Promise<{ readonly items: readonly Readonly<Record<string, string>>[] }> => {
    const answer: unknown = await page.evaluate(`fetch('/api/v1${path}').then((answer) => answer.json())`);
    // The script asks for lists of resources alone, and takes ids from them.
    return answer as Awaited<ReturnType<typeof get>>;
  };
  const [alerts, devices, people, rotas, referrals] = [
    await get('/alerts?order=urgency&state=open'),
    await get('/devices'),
    await get('/people?role=nurse'),
    await get('/rotas'),
    await get('/referrals'),
  ];
  const [alert] = alerts.items;
  return {
    ward: alert?.['wardId'] ?? '',
    patient: alert?.['patientId'] ?? '',
    alert: alert?.['id'] ?? '',
    device: devices.items[0]?.['id'] ?? '',
    person: people.items[0]?.['id'] ?? '',
    rota: rotas.items[0]?.['id'] ?? '',
    referral: referrals.items[0]?.['id'] ?? '',
  };
}

/** Puts the heading near the top of the window, below the frame. */
async function scrollTo(page: Page, heading: RegExp): Promise<void> {
  const box = await page.getByRole('heading', { name: heading }).first().boundingBox();
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.move(width / 2, height / 2);
  await page.mouse.wheel(0, (box?.y ?? 0) - height / 6);
}

const homeward = await HomewardProcess.start(['up', '--demo'], { CANARY_SECONDS: '30' });
const { console: address } = await homeward.run();
const browser = await launchChromium();
try {
  await mkdir(folder, { recursive: true });
  await pause(demoRunsMs);
  for (const { name: look, ...options } of narrowed(looks, (look) => look.name)) {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(address);
    await signInAs(page, 'administrator', homeward);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const [name, path, heading] of narrowed(pagesOf(await idsOn(page)), (one) => one[0])) {
      await page.goto(new URL(path, address).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle', { timeout: settlesWithinMs }).catch(() => undefined);
      if (heading !== undefined) await scrollTo(page, heading);
      await pause(700);
      await page.screenshot({ path: `${folder}/${name}-${look}.jpg`, type: 'jpeg', quality: 60 });
    }
    await context.close();
  }
} finally {
  await browser.close();
  await homeward.dispose();
}
