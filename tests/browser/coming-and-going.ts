import type { Patient, Referral, Stay, Ward } from '#libs/contracts';
import { eventually, testNhsNumber } from '#libs/fixtures';
import type { Page } from 'playwright-core';
import type { ApiClient } from '../outside/api-client.ts';
import type { Hands } from './hands.ts';
import type { WardInChromium } from './ward-in-chromium.ts';

/** A patient, a ward whose only bed another patient has, and the ward that the patient is transferred to. */
export interface ComingAndGoing {
  readonly traveller: Patient;
  readonly full: Ward;
  readonly inBed: Stay;
  /** The ward of the others, by name. */
  readonly otherWard: string;
}

/** @param nth another one for each patient of the tests that share a service. */
export async function comingAndGoing(administrator: ApiClient, nth: number): Promise<ComingAndGoing> {
  const register = (number: number, familyName: string): Promise<Patient> =>
    administrator.post('/api/v1/patients', {
      nhsNumber: testNhsNumber(number),
      givenName: 'Test',
      familyName,
      birthDate: '1948-07-09',
    });
  const full = await administrator.post<Ward>('/api/v1/wards', { name: `Harbour ${String(nth)}`, beds: 1 });
  const first = await register(nth, `Leaving ${String(nth)}`);
  const pathway = 'frailty';
  const inBed = await administrator.post<Stay>('/api/v1/stays', { patientId: first.id, wardId: full.id, pathway });
  return { traveller: await register(nth + 1, `Traveller ${String(nth)}`), full, inBed, otherWard: 'Ward 1' };
}

/** `29/11/2026 12:00`: tomorrow at noon, as it is typed. */
function tomorrow(): string {
  const [year, month, day] = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10).split('-');
  return `${day ?? ''}/${month ?? ''}/${year ?? ''} 12:00`;
}

/** What goes otherwise by mouse than by keys. */
export interface Ways {
  /** From the bed board of the ward, until the form of the transfer is open with the ward chosen. */
  readonly beginTransfer: (page: Page) => Promise<void>;
}

/** Refers a patient, triages, has them wait, admits, transfers, sends on leave, has back and discharges them. */
export async function comeAndGo(
  { ward, page, hands }: { readonly ward: WardInChromium; readonly page: Page; readonly hands: Hands },
  { traveller, full, inBed, otherWard }: ComingAndGoing,
  { beginTransfer }: Ways,
): Promise<void> {
  const { administrator } = ward;
  const opened = async (path: string): Promise<void> => {
    await page.goto(ward.at(path));
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const stay = async (): Promise<Stay | undefined> =>
    (await administrator.all<Stay>(`/api/v1/stays?patientId=${traveller.id}`))[0];

  await opened('/flow/referrals/new');
  await hands.type(/^Name or NHS number of the patient/, traveller.familyName);
  const name = new RegExp(`^${traveller.familyName}`, 'i');
  await page.getByRole('button', { name }).waitFor();
  await hands.press(name);
  await page.getByRole('heading', { name: /^Refer TRAVELLER/ }).waitFor();
  await hands.choose(/^Pathway/, 'Frail');
  await hands.choose(/^Ward \(optional\)/, full.name);
  await hands.type(/^Why the patient is referred/, 'Falls at home');
  await hands.choose(/^Has the patient agreed/, 'Yes');
  await hands.press(/^Refer$/);
  await page.getByRole('heading', { level: 1, name: /^Referral of/ }).waitFor();

  await hands.press(/^Triage…/);
  await hands.type(/^What was found/, 'Rang her');
  await hands.press(/^Keep the triage/);
  await page.getByText(/Triaged: Rang her/).waitFor();

  await hands.press(/^Accept…/);
  await hands.type(/^Why the patient is accepted/, 'The team has agreed');
  await hands.press(/^Accept$/);
  await page.getByText(/^Number 1 on the waiting list/).waitFor();
  const [referral] = await administrator.all<Referral>(`/api/v1/referrals?patientId=${traveller.id}`);
  if (referral === undefined) throw new Error('There is no referral.');

  await administrator.post(`/api/v1/stays/${inBed.id}/discharge`, { reason: 'Well', destination: 'other' });
  await hands.press(/^Reserve a bed…/);
  await hands.press(/^Reserve$/);
  await page.getByText(/^Reserved until/).waitFor();

  await hands.press(/^Admit…/);
  await page.getByRole('heading', { name: /^Admit TRAVELLER/ }).waitFor();
  await hands.choose(/^Where the patient comes from/, 'From');
  await hands.press(/^Admit$/);
  await page.waitForURL(ward.at(`/patients/${traveller.id}`));
  await eventually(stay, (one) => one?.wardId === full.id && one.referralId === referral.id);

  await opened(`/wards/${full.id}/beds`);
  await beginTransfer(page);
  await hands.type(/^Reason/, 'Lives there');
  await hands.press(/^Transfer$/);
  await eventually(stay, (one) => one !== undefined && one.wardId !== full.id);

  await opened(`/patients/${traveller.id}/stays`);
  await page.getByRole('heading', { level: 2, name: new RegExp(`^${otherWard}`) }).waitFor();
  await hands.press(/^Begin leave…/);
  await page
    .getByRole('dialog')
    .getByLabel(/^Reason/)
    .waitFor();
  await hands.type(/^Expected back/, tomorrow());
  await hands.type(/^Reason/, 'A wedding');
  await hands.press(/^Begin leave$/);
  await eventually(stay, (one) => one?.state === 'on-leave');

  await page.getByRole('button', { name: /^Back from leave…/ }).waitFor();
  await hands.press(/^Back from leave…/);
  await hands.press(/^Is back$/);
  await eventually(stay, (one) => one?.state === 'admitted');

  await page.getByRole('button', { name: /^Begin leave…/ }).waitFor();
  await hands.press(/^Discharge…/);
  await page
    .getByRole('dialog')
    .getByLabel(/^Reason/)
    .waitFor();
  await hands.type(/^Reason/, 'Well again');
  await hands.press(/^Discharge$/);
  await page.getByRole('link', { name: /^Admit to a ward/ }).waitFor();
  await eventually(stay, (one) => one?.state === 'discharged' && one.dischargeReason === 'Well again');
}
