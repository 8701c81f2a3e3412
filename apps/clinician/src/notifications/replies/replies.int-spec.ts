/** Real: HTTP, Postgres, the Postgres log, a provider of SMS. A test's own: the clock, and the signals of scoring. */
import {
  Alert,
  type AlertTimeline,
  type NewWard,
  type Page,
  type PatientId,
  type Problem,
  type SmsReplied,
  type StaffMember,
  type StayId,
  type Ward,
  type WardId,
} from '#libs/contracts';
import { aSignal, eventually } from '#libs/fixtures';
import { z } from 'zod';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { type HttpReceiver, startHttpReceiver } from '../channels/receivers.harness.ts';

const smsToken = 'the-token-of-the-provider';
const Sms = z.object({ to: z.string(), text: z.string() });
/** The link of what is about an alert: to acknowledge it by, or to its page. */
const aboutAnAlert = /https:\/\/ward\.example\/(?:a\?t=|alerts\/)/;

describe('Replying to a notification', () => {
  let provider: HttpReceiver;
  let clinician: RunningClinician;
  let manager: Caller;
  let nurse: Caller;
  let wardId: WardId;
  let people = 0;

  beforeAll(async () => {
    provider = await startHttpReceiver();
    clinician = await startClinician({
      ...{ SMS_URL: `${provider.url}/sms`, SMS_TOKEN: 'token', SMS_REPLY_TOKEN: smsToken },
    });
    manager = await clinician.as('administrator');
    nurse = await clinician.as('nurse');
    wardId = await createWard(manager);
  }, 60_000);
  afterAll(async () => {
    await clinician.stop();
    await provider.stop();
  });

  const alertOf = async (patientId: PatientId): Promise<Alert> =>
    Alert.parse((await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}`)).body.items[0]);

  /** An alert on a ward of its own, of which a person of the role has got an SMS: to which number, and its text. */
  async function texted(role: string, ward: Pick<NewWard, 'replyNeedsSignIn'>) {
    people += 1;
    const number = `+44770090010${String(people)}`;
    const name = `Nina ${String(people)}`;
    const { body: nina } = await manager.post<StaffMember>('/v1/people', { name, role, wardIds: [wardId] });
    await manager.put(`/v1/people/${nina.id}/contact-methods`, {
      methods: [{ channel: 'sms', address: number, order: 1 }],
    });
    const { id: own } = (await manager.post<Ward>('/v1/wards', { name, beds: 3, ...ward })).body;
    await manager.post('/v1/escalation-policies', {
      ...{ name, wardId: own, fallback: { personId: nina.id } },
      steps: [{ notify: [{ personId: nina.id }], waitMinutes: 30 }],
    });
    const patientId = await registerPatient(nurse, { familyName: 'Secretname' });
    const stayId: StayId = await admit(nurse, { patientId, wardId: own });
    await clinician.publish('signals', [
      { key: patientId, event: aSignal({ patientId, stayId }, ['low', 'high', clinician.clock.now()]) },
    ]);
    // Other messages may come to the same person, such as what operations have to know.
    const text = await eventually(
      () =>
        provider.requests
          .map(({ body }) => Sms.parse(JSON.parse(body.toString())))
          .find((sent) => sent.to === number && aboutAnAlert.test(sent.text))?.text,
      (found) => found !== undefined,
    );
    return { number, name, patientId, text };
  }

  /** As `texted`, on a ward where no sign-in is asked for: the link in the SMS, and the code. */
  async function notified(role = 'nurse') {
    const { text, ...sent } = await texted(role, { replyNeedsSignIn: false });
    const [, query] = /https:\/\/ward\.example\/a(\?t=\S+)/.exec(text) ?? [];
    const [, code] = /\nReply (\d{6}) to acknowledge\.$/.exec(text) ?? [];
    if (query === undefined || code === undefined) throw new Error(`No link and code in: ${text}`);
    return { ...sent, code, link: `${clinician.url}/a${query}` };
  }
  const read = async (link: string, method = 'GET') => {
    const response = await fetch(link, { method });
    return { status: response.status, headers: response.headers, html: await response.text() };
  };
  const sms = async (from: string, text: string, token = smsToken) => {
    const response = await fetch(`${clinician.url}/api/v1/replies/sms`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ from, text }),
    });
    // The test looks at what is in it.
    return { status: response.status, body: (await response.json()) as SmsReplied & Problem };
  };

  it('by its link acknowledges in the person’s name, by one button of a page that says nothing of the patient', async () => {
    const { link, name, patientId } = await notified();
    const page = await read(link);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.html.match(/<button/g)).toHaveLength(1);
    expect(page.html).not.toMatch(/Secretname|Ada|<script/);
    expect(await alertOf(patientId)).toMatchObject({ state: 'raised' });

    const done = await read(link, 'POST');
    expect([done.status, done.html]).toEqual([200, expect.stringContaining('You have acknowledged the alert')]);
    const alert = await alertOf(patientId);
    expect(alert).toMatchObject({ state: 'acknowledged', owner: { name }, escalation: { ended: 'acknowledged' } });
    const { items } = (await nurse.get<AlertTimeline>(`/v1/alerts/${alert.id}/timeline`)).body;
    expect(items.at(-1)).toMatchObject({
      kind: 'acknowledged',
      by: { name },
      facts: { because: 'reply', way: 'link' },
    });

    expect((await read(link, 'POST')).html).toContain(`${name} has acknowledged the alert already`);
    await nurse.post(`/v1/alerts/${alert.id}/resolve`, { outcome: 'no-action' });
    expect((await read(link, 'POST')).html).toContain('the alert has been resolved already');
  });

  it('by a link is refused when it was changed, is not one, or is of an earlier call or day', async () => {
    const { link, patientId } = await notified();
    const last = link.at(-2) === 'A' ? 'B' : 'A';
    for (const wrong of [link.slice(0, -2) + last + link.slice(-1), `${clinician.url}/a?t=x`, `${clinician.url}/a`]) {
      const answers = [await read(wrong), await read(wrong, 'POST')];
      expect(answers.map(({ status }) => status)).toEqual([400, 400]);
      expect(answers[0]?.html).toContain('This link is not complete');
    }
    const alert = await alertOf(patientId);
    await nurse.post(`/v1/alerts/${alert.id}/acknowledge`);
    clinician.clock.advance(31 * 60_000);
    await eventually(
      () => alertOf(patientId),
      ({ state }) => state === 'raised',
    );
    const superseded = await read(link, 'POST');
    expect([superseded.status, superseded.html]).toEqual([410, expect.stringContaining('called anew')]);
    clinician.clock.advance(24 * 3_600_000);
    expect([(await read(link)).status, (await read(link, 'POST')).status]).toEqual([410, 410]);
    expect(await alertOf(patientId)).toMatchObject({ state: 'raised' });
  });

  it('by SMS acknowledges by the code, from that number alone, and from the provider alone', async () => {
    const { number, name, code, patientId } = await notified();
    expect(await sms(number, code, 'another-token')).toMatchObject({
      status: 401,
      body: { code: 'sms-reply-refused' },
    });
    expect(await sms('+447700900999', code)).toMatchObject({ status: 422, body: { code: 'reply-code-unknown' } });
    expect(await alertOf(patientId)).toMatchObject({ state: 'raised' });
    // Providers write numbers in more than one way.
    const spaced = `${number.slice(1, 3)} ${number.slice(3)}`;
    expect(await sms(spaced, ` ${code}. On my way`)).toMatchObject({ status: 200, body: { outcome: 'acknowledged' } });
    expect(await alertOf(patientId)).toMatchObject({ state: 'acknowledged', owner: { name } });
  });

  it('by SMS is refused after a few attempts, so that no code is found by trying', async () => {
    const { number, code, patientId } = await notified();
    const wrong = code === '000000' ? '111111' : '000000';
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await sms(number, wrong)).status).toBe(422);
    expect(await sms(number, code)).toMatchObject({ status: 429, body: { code: 'too-many-replies' } });
    clinician.clock.advance(16 * 60_000);
    expect((await sms(number, code)).status).toBe(200);
    expect(await alertOf(patientId)).toMatchObject({ state: 'acknowledged' });
  });

  it('acknowledges nothing for a person who may not', async () => {
    const { link, patientId } = await notified('operations');
    expect((await read(link, 'POST')).html).toContain('may not acknowledge');
    expect(await alertOf(patientId)).toMatchObject({ state: 'raised' });
  });

  it('is not offered on a ward that asks people to sign in, or leaves that to a service that does', async () => {
    for (const ward of [{ replyNeedsSignIn: true }, {}]) {
      const { text } = await texted('nurse', ward);
      expect(text).toMatch(/https:\/\/ward\.example\/alerts\//);
      expect(text).not.toMatch(/\/a\?t=|Reply \d{6}/);
    }
  });
});
