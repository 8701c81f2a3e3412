import type { Page as ListPage, Role, Rota, StaffMember, Team } from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import type { BrowserContext, Page } from 'playwright-core';
import { describeInChromium } from './describe-in-chromium.ts';
import { Keys } from './keys.ts';
import { WardInChromium } from './ward-in-chromium.ts';

const slow = 60_000;

/** Real: everything. */
describeInChromium('People, teams, rotas and policies by keys alone', () => {
  let ward: WardInChromium;
  let context: BrowserContext;
  let page: Page;
  let keys: Keys;

  beforeAll(async () => {
    ward = await WardInChromium.start({ patients: 1 });
  }, 180_000);

  afterAll(() => ward.stop(), slow);

  afterEach(() => context.close());

  async function signIn(role: Role, path: string): Promise<void> {
    ({ context, page } = await ward.openAs(role));
    keys = new Keys(page);
    await page.goto(ward.at(path));
    await page.getByRole('heading', { level: 1 }).waitFor();
  }

  const add = <Added>(path: string, body: object): Promise<Added> => ward.administrator.post<Added>(path, body);
  const person = (name: string): Promise<StaffMember> => add('/api/v1/people', { name, role: 'nurse' });
  const people = async (): Promise<readonly StaffMember[]> =>
    (await ward.administrator.get<ListPage<StaffMember>>('/api/v1/people?limit=100')).items;

  it(
    'a person is added, and how they are reached',
    async () => {
      await signIn('administrator', '/manage/people');
      await keys.activate('Add a person…');
      await keys.typeInto('Name', 'Ada Keyes');
      await keys.activate('Add person');
      const added = await eventually(async () => (await people()).find(({ name }) => name === 'Ada Keyes'), {
        what: 'the person',
      });
      await page.goto(ward.at(`/manage/people/${added.id}`));
      await page.getByRole('heading', { level: 1, name: 'Ada Keyes' }).waitFor();
      await keys.activate('Change contact methods…');
      await keys.tabTo('Add');
      await keys.press('Enter');
      await keys.typeInto(/^Email/, 'ada@example.org');
      await keys.activate('Save contact methods');
      await eventually(
        async () =>
          (await people()).some(({ id, contactMethods: [first] }) => id === added.id && first?.channel === 'email'),
        { what: 'the address' },
      );
    },
    slow,
  );

  it(
    'one’s own quiet hours are changed',
    async () => {
      await signIn('nurse', '/preferences/contact-methods');
      await keys.activate('Change…');
      await keys.tabTo('Quiet hours');
      await keys.press('ArrowDown');
      await keys.typeInto('Quiet from', '22:00');
      await keys.typeInto('Quiet until', '07:00');
      await keys.activate('Save contact methods');
      await page.getByText('Quiet hours from 22:00 until 07:00').waitFor();
    },
    slow,
  );

  it(
    'a team is added',
    async () => {
      const { id } = await person('Bede');
      await signIn('administrator', '/manage/teams');
      await keys.activate('Add a team…');
      await keys.typeInto('Name', 'Rapid response');
      await keys.tabTo('People');
      await keys.type('bede');
      await keys.activate('Save team');
      await eventually(
        async () =>
          (await ward.administrator.get<ListPage<Team>>('/api/v1/teams')).items.some(({ personIds }) =>
            personIds.includes(id),
          ),
        { what: 'the team with its member' },
      );
    },
    slow,
  );

  it(
    'a person stands in on a rota',
    async () => {
      const [usual, standIn] = [await person('Cuthbert'), await person('Dorothea')];
      const start = new Date().toISOString().slice(0, 10);
      const layer = { name: 'Days', start, handoverTimes: ['08:00'], every: { count: 1, unit: 'week' } };
      const rota = await add<Rota>('/api/v1/rotas', {
        name: 'On call',
        timeZone: 'Europe/London',
        layers: [{ ...layer, personIds: [usual.id] }],
      });
      await signIn('administrator', '/manage/rotas');
      await keys.follow(`/manage/rotas/${rota.id}`);
      await keys.activate('Have a person stand in…');
      await keys.tabTo('Person');
      await keys.type('dorothea');
      await keys.typeInto('Until', '23:59');
      await keys.activate('Add override');
      await eventually(
        async () =>
          (await ward.administrator.get<Rota>(`/api/v1/rotas/${rota.id}`)).overrides.some(
            ({ personId }) => personId === standIn.id,
          ),
        { what: 'the override' },
      );
    },
    slow,
  );

  it(
    'whom an alert would notify is asked of a policy',
    async () => {
      const { id } = await person('Edith');
      await add('/api/v1/escalation-policies', {
        name: 'Nights',
        wardId: ward.patients[0].wardId,
        steps: [{ notify: [{ personId: id }], waitMinutes: 5 }],
        fallback: { personId: id },
      });
      await signIn('nurse', '/manage/escalation-policies');
      await page.getByText('first notifies Edith').waitFor();
      await keys.activate('Try it');
      await page.getByText('By the policy “Nights”').waitFor();
      await page.getByText('step 1:').waitFor();
    },
    slow,
  );
});
