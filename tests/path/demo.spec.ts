import type {
  Alert,
  AlertingHealth,
  AlertTimeline,
  EscalationPolicy,
  Notification,
  Rota,
  SentMessage,
  StaffMember,
  Team,
  Ward,
} from '#libs/contracts';
import { eventually } from '#libs/fixtures';
import { ApiClient } from '../outside/api-client.ts';
import { HomewardProcess } from '../outside/homeward-process.ts';

/** So long a newcomer looks, by the clock of the demo. */
const firstMinutesMs = 3 * 60_000;
/** A minute and a moment: as long as each step of the demo's policy waits. */
const stepMs = 61_000;

describe('the demo, as a newcomer finds it', () => {
  let homeward: HomewardProcess;
  let token: string;
  let api: ApiClient;
  let startedAt: number;
  let aheadMs = 0;

  const reach = async (): Promise<void> => {
    api = new ApiClient((await homeward.run()).api, token);
  };
  /** The simulated patients live by the machine's clock: Homeward's runs with it, and the test puts it forward. */
  const keepTime = (): Promise<unknown> =>
    api.put('/test/clock', { now: new Date(Date.now() + aheadMs).toISOString() });
  const openAlert = async (isWanted: (alert: Alert) => boolean): Promise<Alert | undefined> => {
    await keepTime();
    return (await api.all<Alert>('/api/v1/alerts?state=open')).find(isWanted);
  };

  beforeAll(async () => {
    startedAt = Date.now();
    homeward = await HomewardProcess.start(['up', '--demo'], { HOMEWARD_CLOCK: 'manual' });
    token = await homeward.token('administrator');
    await reach();
  }, 120_000);

  afterAll(() => homeward.dispose(), 60_000);

  it('sees an alert escalate to its second step in the first three minutes, while no person answers', async () => {
    await eventually(() => openAlert(({ escalation }) => escalation?.step === 1), {
      what: 'an alert at its first step',
      withinMs: 150_000,
    });
    aheadMs = stepMs;
    // A more urgent alert may take the place of the first, and begins its own steps when it does.
    const { id } = await eventually(() => openAlert(({ escalation }) => escalation?.step === 2), {
      what: 'an alert at its second step',
      withinMs: 90_000,
    });
    const { items } = await api.get<AlertTimeline>(`/api/v1/alerts/${id}/timeline`);
    // An alert that worsens begins its steps anew: these are its last two.
    const steps = items.filter(({ kind }) => kind === 'escalated').slice(-2);
    expect(steps.map(({ facts }) => facts['step'])).toEqual([1, 2]);
    expect(Date.parse(steps[1]?.at ?? '') - startedAt).toBeLessThan(firstMinutesMs);

    const notifications = await api.all<Notification>(`/api/v1/notifications?alertId=${id}`);
    expect(new Set(notifications.map(({ step }) => step))).toEqual(new Set([1, 2]));
    expect(notifications.map(({ personName }) => personName)).toContain('Neil Barrow');
    await eventually(
      () => api.all<SentMessage>(`/api/v1/sent-messages?alertId=${id}`),
      (sent) => sent.length >= 2,
      { what: 'what would have been sent by e-mail and text message' },
    );
  }, 300_000);

  it('finds it as it was when it is started again, with the warnings that it is to have', async () => {
    const before = await staff();
    expect(await homeward.stop()).toBe(0);
    await homeward.restart();
    await reach();
    await keepTime();
    await eventually(() => homeward.output.split('"event":"simulation-started"').length === 3, {
      what: 'the demo to be set up again',
    });
    expect(await staff()).toEqual(before);
    // The auditor looks as soon as Homeward starts, and every half minute.
    const { cover } = await eventually(
      () => api.get<AlertingHealth>('/api/v1/alerting/health'),
      (health) => health.cover !== null,
      { what: 'the auditor’s first look', withinMs: 60_000 },
    );
    expect(cover).toEqual({ gaps: 1, unreachable: 1, wardsWithoutPolicy: 1 });
  }, 120_000);

  async function staff(): Promise<object> {
    const [people, teams, rotas, policies, wards] = await Promise.all([
      api.all<StaffMember>('/api/v1/people'),
      api.all<Team>('/api/v1/teams'),
      api.all<Rota>('/api/v1/rotas'),
      api.all<EscalationPolicy>('/api/v1/escalation-policies'),
      api.all<Ward>('/api/v1/wards'),
    ]);
    const channels = new Set(people.flatMap(({ contactMethods }) => contactMethods.map(({ channel }) => channel)));
    expect(channels).toEqual(new Set(['email', 'sms', 'web-push', 'webhook']));
    expect([teams.length, rotas.length, policies.length, wards.length]).toEqual([1, 1, 3, 4]);
    return { people, teams, rotas, policies, wards: wards.map(({ name }) => name) };
  }
});
