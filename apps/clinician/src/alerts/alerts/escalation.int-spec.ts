/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the signals that scoring would send. */
import {
  Alert,
  type AlertTimeline,
  conditionOf,
  instant,
  type DryRun,
  type EscalationPolicy,
  type Notification,
  type Page,
  type PatientId,
  type Problem,
  type Signal,
  type StaffMember,
  type StayId,
  type Team,
  type WardId,
} from '#libs/contracts';
import { aScore, aSignal, eventually } from '#libs/fixtures';
import {
  admit,
  type Answer,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { AuditorService } from './auditor.service.ts';

type Admitted = Readonly<{ wardId: WardId; patientId: PatientId; stayId: StayId }>;

describe('Escalation', () => {
  let clinician: RunningClinician;
  let manager: Caller;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    manager = await clinician.as('administrator');
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  async function admitted(): Promise<Admitted> {
    const wardId = await createWard(manager);
    const patientId = await registerPatient(nurse);
    return { wardId, patientId, stayId: await admit(nurse, { patientId, wardId }) };
  }
  async function person(wardId: WardId, name: string, role = 'nurse'): Promise<StaffMember> {
    const { status, body } = await manager.post<StaffMember>('/v1/people', { name, role, wardIds: [wardId] });
    expect(status).toBe(201);
    return body;
  }
  async function policy(wardId: WardId, content: object): Promise<EscalationPolicy> {
    const { status, body } = await manager.post<EscalationPolicy>('/v1/escalation-policies', {
      name: 'By day and night',
      wardId,
      ...content,
    });
    expect(status).toBe(201);
    return body;
  }
  async function signals(...sent: readonly Signal[]): Promise<void> {
    await clinician.publish(
      'signals',
      sent.map((event) => ({ key: event.patientId, event })),
    );
    for (const { id, revision } of sent) {
      await eventually(
        () =>
          clinician.database.pool.query('select from alert_signal where id = $1 and revision >= $2', [id, revision]),
        ({ rowCount }) => rowCount === 1,
      );
    }
  }
  const alertOf = async ({ patientId }: Admitted, condition = 'score'): Promise<Alert> => {
    const { body } = await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}&conditionKind=${condition}`);
    return Alert.parse(body.items[0]);
  };
  const allOf = async ({ patientId }: Admitted): Promise<readonly Alert[]> =>
    (await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}`)).body.items;
  const alertWhen = (here: Admitted, isAsExpected: (alert: Alert) => boolean): Promise<Alert> =>
    eventually(() => alertOf(here), isAsExpected);
  const atStep = (step: number) => (alert: Alert) => alert.escalation?.step === step;
  const kindsOf = async ({ id }: Alert): Promise<readonly string[]> =>
    (await nurse.get<AlertTimeline>(`/v1/alerts/${id}/timeline`)).body.items.map(({ kind }) => kind);
  const notified = async ({ id }: Alert): Promise<readonly string[]> =>
    (await manager.get<Page<Notification>>(`/v1/notifications?alertId=${id}`)).body.items
      .filter(({ channel }) => channel === 'console')
      .toSorted((one, other) => one.step - other.step || one.round - other.round)
      .map(({ step, personName, state }) => `${String(step)} ${personName} ${state}`);
  const post = (alert: Alert, verb: string, body?: object, by: Caller = nurse): Promise<Answer<Alert & Problem>> =>
    by.post(`/v1/alerts/${alert.id}/${verb}`, body);
  const now = (): Date => clinician.clock.now();
  const minutesAgo = (minutes: number): Date => new Date(now().getTime() - minutes * 60_000);
  const later = (minutes: number): void => clinician.clock.advance(minutes * 60_000);
  const raise = (here: Admitted, tier: 'high' | 'medium' | 'low-medium' = 'high'): Promise<void> =>
    signals(aSignal(here, ['low', tier, now()]));

  it('escalates by the policy of the ward until a person acknowledges, which stops what is pending at once', async () => {
    const here = await admitted();
    const ada = await person(here.wardId, 'Ada');
    const grace = await person(here.wardId, 'Grace', 'prescriber');
    const { id, version } = await policy(here.wardId, {
      steps: [
        { notify: [{ personId: ada.id }], waitMinutes: 5, repeat: 1 },
        { notify: [{ role: 'prescriber' }], waitMinutes: 10 },
      ],
      fallback: { personId: ada.id },
    });
    await raise(here);
    const first = await alertWhen(here, atStep(1));
    expect(first.escalation).toMatchObject({ policyId: id, policyVersion: version, ended: null });
    const [sent] = (await manager.get<Page<Notification>>(`/v1/notifications?alertId=${first.id}`)).body.items;
    expect(sent?.words).toMatchObject({
      title: expect.stringMatching(/^High alert: /),
      body: expect.stringMatching(/^An alert awaits an answer by \d\d:\d\d\.$/),
    });
    expect(Date.parse(first.escalation?.nextStepAt ?? '') - now().getTime()).toBe(5 * 60_000);
    later(5);
    await eventually(
      () => notified(first),
      (all) => all.length === 2,
    );
    later(5);
    await alertWhen(here, atStep(2));
    expect(await notified(first)).toEqual(['1 Ada pending', '1 Ada pending', `2 ${grace.name} pending`]);
    const { body } = await post(first, 'acknowledge', { note: 'On my way' });
    expect(body).toMatchObject({
      state: 'acknowledged',
      acknowledgementNote: 'On my way',
      owner: { name: 'A nurse' },
      escalation: { step: 2, nextStepAt: null, ended: 'acknowledged' },
    });
    expect(await notified(first)).toEqual(['1 Ada superseded', '1 Ada superseded', '2 Grace superseded']);
    expect(await kindsOf(first)).toEqual(['raised', 'escalated', 'escalated', 'escalated', 'acknowledged']);
  });

  it('says the newest score, which has risen since, to the people of a later step', async () => {
    const here = await admitted();
    const ada = await person(here.wardId, 'Ada');
    await policy(here.wardId, {
      steps: [
        { notify: [{ personId: ada.id }], waitMinutes: 5 },
        { notify: [{ personId: ada.id }], waitMinutes: 5 },
      ],
      fallback: { personId: ada.id },
    });
    await raise(here);
    const first = await alertWhen(here, atStep(1));
    later(1);
    const risen = aScore(here.patientId, now(), { total: 12, min: 12, max: 12, tier: 'high', highestTier: 'high' });
    await clinician.publish('scores', [{ key: here.patientId, event: risen }]);
    await alertWhen(here, ({ newestScore }) => newestScore?.id === risen.id);
    later(4);
    await alertWhen(here, atStep(2));
    const { items } = (await manager.get<Page<Notification>>(`/v1/notifications?alertId=${first.id}`)).body;
    const saidAt = (step: number) => items.find((one) => one.step === step)?.words.body ?? '';
    expect(saidAt(1)).not.toContain('score');
    expect(saidAt(2)).toContain('It has not been answered yet. The newest score is 12.');
  });

  it('goes on with the fallback after the last step, and where a step finds no one', async () => {
    const here = await admitted();
    const ada = await person(here.wardId, 'Ada');
    await policy(here.wardId, {
      steps: [{ notify: [{ role: 'healthcare-assistant' }], waitMinutes: 1 }],
      fallback: { personId: ada.id },
    });
    await raise(here);
    await alertWhen(here, atStep(1));
    later(1);
    const alert = await alertWhen(here, atStep(2));
    later(15);
    await eventually(
      () => notified(alert),
      (all) => all.length === 3,
    );
    expect(await notified(alert)).toEqual(['1 Ada pending', '2 Ada pending', '2 Ada pending']);
    const { items } = (await nurse.get<AlertTimeline>(`/v1/alerts/${alert.id}/timeline`)).body;
    expect(items[1]?.text).toBe(
      'Escalated to step 1, notifying: Ada; role healthcare-assistant: no active person on the ward has the role; the fallback instead.',
    );
  });

  it('lapses where nothing follows an acknowledgement: raised again, from the first step, saying so', async () => {
    const here = await admitted();
    await raise(here);
    const { body: acknowledged } = await post(await alertWhen(here, atStep(1)), 'acknowledge');
    expect(Date.parse(acknowledged.acknowledgementLapsesAt ?? '') - now().getTime()).toBe(30 * 60_000);
    later(20);
    await nurse.post(`/v1/patients/${here.patientId}/notes`, { kind: 'note', text: 'Rang', alertId: acknowledged.id });
    later(20);
    expect(await alertOf(here)).toMatchObject({ state: 'acknowledged' });
    later(10);
    const raised = await alertWhen(here, ({ state, escalation }) => state === 'raised' && escalation?.step === 1);
    expect(raised).toMatchObject({ acknowledgedBy: null, acknowledgementLapsesAt: null, owner: { name: 'A nurse' } });
    expect(Date.parse(raised.responseDueAt) - now().getTime()).toBe(30 * 60_000);
    expect(await kindsOf(raised)).toEqual([
      'raised',
      'escalated',
      'acknowledged',
      'acknowledged',
      'lapsed',
      'escalated',
    ]);
  });

  it('keeps to the policy under which it was raised, whatever becomes of the policy', async () => {
    const here = await admitted();
    const [ada, grace] = [await person(here.wardId, 'Ada'), await person(here.wardId, 'Grace')];
    const content = {
      steps: [
        { notify: [{ personId: ada.id }], waitMinutes: 5 },
        { notify: [{ personId: ada.id }], waitMinutes: 5 },
      ],
      fallback: { personId: ada.id },
    };
    const { id } = await policy(here.wardId, content);
    await raise(here);
    await alertWhen(here, atStep(1));
    const changed = await manager.put<EscalationPolicy>(`/v1/escalation-policies/${id}`, {
      name: 'Another',
      wardId: here.wardId,
      steps: [{ notify: [{ personId: grace.id }], waitMinutes: 1 }],
      fallback: { personId: grace.id },
    });
    expect(changed.body.version).toBe(2);
    later(5);
    const alert = await alertWhen(here, atStep(2));
    expect(await notified(alert)).toEqual(['1 Ada pending', '2 Ada pending']);
  });

  it('notifies once for related alerts of a patient, and one acknowledgement is of all that are no more urgent', async () => {
    const here = await admitted();
    const ada = await person(here.wardId, 'Ada');
    await policy(here.wardId, {
      steps: [{ notify: [{ personId: ada.id }], waitMinutes: 5 }],
      fallback: { personId: ada.id },
    });
    const gain = conditionOf('trend', 'weight-gain');
    await signals(
      aSignal(here, ['low', 'high', now()]),
      aSignal(here, ['low', 'medium', now()], { condition: gain, reason: '2 kg' }),
    );
    const score = await alertWhen(here, atStep(1));
    const trend = await eventually(
      () => alertOf(here, 'trend'),
      ({ escalation }) => (escalation?.nextStepAt ?? '') > now().toISOString(),
    );
    later(1);
    expect(await notified(score)).toEqual(['1 Ada pending']);
    expect(await notified(trend)).toEqual([]);
    await post(score, 'acknowledge');
    expect(await alertOf(here, 'trend')).toMatchObject({ state: 'acknowledged', owner: { name: 'A nurse' } });
    const events = (await nurse.get<AlertTimeline>(`/v1/alerts/${trend.id}/timeline`)).body.items;
    expect(events.at(-1)).toMatchObject({ kind: 'acknowledged', facts: { relatedTo: score.id } });
  });

  it('raises again all that one acknowledgement was of where it is undone, except what changed since', async () => {
    const here = await admitted();
    const [gain, fall] = [conditionOf('trend', 'weight-gain'), conditionOf('trend', 'saturation-fall')];
    await signals(
      aSignal(here, ['low', 'high', now()]),
      aSignal(here, ['low', 'medium', now()], { condition: gain, reason: '2 kg' }),
      aSignal(here, ['low', 'medium', now()], { condition: fall, reason: '3 %' }),
    );
    const before = await eventually(
      () => allOf(here),
      ({ length }) => length === 3,
    );
    const [score] = before.filter(({ conditionKind }) => conditionKind === 'score');
    const [weight, saturation] = [gain, fall].map((condition) => before.find((alert) => alert.condition === condition));
    if (score === undefined || weight === undefined || saturation === undefined)
      throw new Error('An alert is missing.');
    await post(score, 'acknowledge');
    await post(saturation, 'resolve', { outcome: 'no-action' });
    await post(score, 'undo');
    const after = new Map((await allOf(here)).map((alert) => [alert.id, alert]));
    expect(after.get(score.id)).toMatchObject({ state: 'raised', owner: null });
    expect(after.get(weight.id)).toMatchObject({ state: 'raised', owner: null, acknowledgedAt: null });
    expect(after.get(saturation.id)).toMatchObject({ state: 'resolved' });
    const { items } = (await nurse.get<AlertTimeline>(`/v1/alerts/${weight.id}/timeline`)).body;
    expect(items.at(-1)).toMatchObject({ kind: 'undone', facts: { relatedTo: score.id } });
  });

  it('does not acknowledge what is more urgent than the alert that was seen', async () => {
    const here = await admitted();
    await signals(
      aSignal(here, ['low', 'high', now()]),
      aSignal(here, ['low', 'medium', now()], { condition: conditionOf('trend', 'weight-gain'), reason: '2 kg' }),
    );
    await post(await alertOf(here, 'trend'), 'acknowledge');
    expect(await alertOf(here)).toMatchObject({ state: 'raised' });
  });

  it('makes one alert and a bounded number of notifications of two hundred readings that flap', async () => {
    const here = await admitted();
    const ada = await person(here.wardId, 'Ada');
    await policy(here.wardId, {
      steps: [{ notify: [{ personId: ada.id }], waitMinutes: 60 }],
      fallback: { personId: ada.id },
    });
    const start = minutesAgo(200).getTime();
    const at = (minute: number): Date => new Date(start + minute * 60_000);
    const flapping = Array.from({ length: 200 }, (_, minute) =>
      aSignal(here, minute % 2 === 0 ? ['low', 'medium', at(minute)] : ['medium', 'low', at(minute)]),
    );
    await signals(...flapping);
    const alert = await alertWhen(here, atStep(1));
    expect((await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${here.patientId}`)).body.items).toHaveLength(1);
    expect(await notified(alert)).toEqual(['1 Ada pending']);
  });

  it('clears once the level has been down for an hour: it calls no one, is to be reviewed, and calls again with a rise', async () => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'medium', minutesAgo(2)]), aSignal(here, ['medium', 'low', minutesAgo(1)]));
    await alertWhen(here, atStep(1));
    later(59);
    expect(await alertOf(here)).toMatchObject({ clearedAt: null });
    later(1);
    const cleared = await alertWhen(here, ({ clearedAt }) => clearedAt !== null);
    expect(cleared).toMatchObject({ state: 'raised', escalation: { ended: 'cleared', nextStepAt: null } });
    later(30);
    await signals(aSignal(here, ['low', 'medium', now()]));
    const again = await alertWhen(here, ({ escalation }) => escalation?.ended === null && escalation.step === 1);
    expect(again).toMatchObject({ id: cleared.id, clearedAt: null, state: 'raised' });
  });

  describe('that was resolved by a slip', () => {
    const resolve = async (alert: Alert, outcome = 'false-alarm'): Promise<Alert> =>
      Alert.parse((await post(alert, 'resolve', { outcome })).body);

    it('is raised again once, by whichever process, while its level stands, saying so', async () => {
      const here = await admitted();
      await raise(here);
      const slip = await resolve(await alertWhen(here, atStep(1)));
      expect(Date.parse(slip.returnsAt ?? '') - now().getTime()).toBe(15 * 60_000);
      const other = await clinician.beside();
      later(14);
      expect(await allOf(here)).toHaveLength(1);
      later(1);
      const again = await alertWhen(here, ({ id, escalation }) => id !== slip.id && escalation?.step === 1);
      expect(again).toMatchObject({ state: 'raised', tier: 'high', currentTier: 'high', acknowledgedAt: null });
      expect(again.reason).toMatch(
        /^Raised again: resolved at \d\d:\d\d on 22 November by A nurse \(a false alarm\), and the score is \d+ now\. NEWS2/,
      );
      expect(Date.parse(again.responseDueAt) - now().getTime()).toBe(30 * 60_000);
      expect(await kindsOf(slip)).toEqual(['raised', 'escalated', 'resolved', 'raised-again']);
      expect((await post(slip, 'undo')).body).toMatchObject({ code: 'nothing-to-undo' });
      later(60);
      expect((await allOf(here)).map(({ id }) => id).toSorted()).toEqual([again.id, slip.id].toSorted());
      await other.stop();
      await signals(aSignal(here, ['high', 'low', now()]));
      const improved = await alertWhen(here, ({ currentTier }) => currentTier === 'low');
      expect(await resolve(improved)).toMatchObject({ id: again.id, returnsAt: null });
    });

    it('is raised by a new rise alone where that comes before its time, and not again by time', async () => {
      const here = await admitted();
      await raise(here);
      const slip = await resolve(await alertWhen(here, atStep(1)));
      later(5);
      await signals(aSignal(here, ['high', 'low', now()]));
      later(5);
      await raise(here);
      const risen = await alertWhen(here, ({ id, escalation }) => id !== slip.id && escalation?.step === 1);
      expect(risen.reason).not.toContain('Raised again');
      later(30);
      expect(await allOf(here)).toHaveLength(2);
      expect(await kindsOf(slip)).not.toContain('raised-again');
    });

    it('does not come back where the level was left, nor while the resolution was taken back', async () => {
      const better = await admitted();
      const undone = await admitted();
      await raise(better);
      await raise(undone);
      const left = await resolve(await alertWhen(better, atStep(1)));
      const slip = await resolve(await alertWhen(undone, atStep(1)));
      expect((await post(slip, 'undo')).body).toMatchObject({ id: slip.id, returnsAt: null });
      await signals(aSignal(better, ['high', 'low', new Date(now().getTime() + 1)]));
      later(20);
      await alertWhen(undone, ({ state }) => state === 'raised');
      expect(await allOf(better)).toMatchObject([{ id: left.id, state: 'resolved' }]);
      expect(await allOf(undone)).toHaveLength(1);
    });

    it('is withdrawn where a correction shows that its level never was', async () => {
      const here = await admitted();
      const first = aSignal(here, ['low', 'high', now()]);
      await signals(first);
      const slip = await resolve(await alertWhen(here, atStep(1)));
      later(15);
      const again = await alertWhen(here, ({ id, escalation }) => id !== slip.id && escalation?.step === 1);
      await signals({ ...first, revision: 2, kind: 'withdrawn' });
      expect(await alertWhen(here, ({ state }) => state === 'resolved')).toMatchObject({
        id: again.id,
        outcome: 'withdrawn',
      });
    });
  });

  describe('about a call for help', () => {
    const call = conditionOf('event', 'call-for-help');
    const calls = (here: Admitted, tier: 'high' | 'medium'): Promise<void> =>
      signals(aSignal(here, ['low', tier, now()], { condition: call, reason: 'Call for help: ring now.' }));
    const callWhen = (here: Admitted, isAsExpected: (alert: Alert) => boolean): Promise<Alert> =>
      eventually(() => alertOf(here, 'event'), isAsExpected);

    it('notifies people by itself while another alert of the patient escalates, and is not acknowledged with that one', async () => {
      const here = await admitted();
      await raise(here);
      const score = await alertWhen(here, atStep(1));
      await calls(here, 'high');
      await callWhen(here, atStep(1));
      await post(score, 'acknowledge');
      expect((await alertOf(here, 'event')).state).toBe('raised');
    });

    it('is raised again by another call, though the one before was acknowledged at the same tier', async () => {
      const here = await admitted();
      await calls(here, 'high');
      await post(await callWhen(here, atStep(1)), 'acknowledge');
      later(20);
      await calls(here, 'high');
      const raised = await callWhen(here, (alert) => alert.state === 'raised' && atStep(1)(alert));
      expect(raised.worsenedAt).toBe(instant(now()));
    });

    it('cannot be snoozed at any tier', async () => {
      const here = await admitted();
      await calls(here, 'medium');
      const until = new Date(now().getTime() + 60_000).toISOString();
      expect(await post(await alertOf(here, 'event'), 'snooze', { until, reason: 'Asleep' })).toMatchObject({
        status: 400,
        body: { code: 'snooze-refused', detail: expect.stringContaining('answered and not put off') },
      });
    });
  });

  describe('that is snoozed', () => {
    it('calls no one until then, and is raised again after it', async () => {
      const here = await admitted();
      await raise(here, 'medium');
      const alert = await alertWhen(here, atStep(1));
      const until = new Date(now().getTime() + 30 * 60_000).toISOString();
      const { body } = await post(alert, 'snooze', { until, reason: 'Asleep' });
      expect(body).toMatchObject({
        snoozedUntil: until,
        snooze: { by: { name: 'A nurse' }, reason: 'Asleep' },
        escalation: { ended: 'snoozed', nextStepAt: null },
      });
      later(30);
      const raised = await alertWhen(
        here,
        ({ snoozedUntil, escalation }) => snoozedUntil === null && escalation?.step === 1,
      );
      expect(await kindsOf(raised)).toEqual(['raised', 'escalated', 'snoozed', 'snooze-ended', 'escalated']);
    });

    it.each([
      ['without an end', 'medium', { reason: 'Asleep' }, 'invalid-request'],
      ['without a reason', 'medium', { until: '2026-11-22T12:00:00Z' }, 'invalid-request'],
      ['beyond the limit of its tier', 'medium', { until: '2036-11-22T12:00:00Z', reason: 'Asleep' }, 'snooze-refused'],
      ['into the past', 'medium', { until: '2020-11-22T12:00:00Z', reason: 'Asleep' }, 'snooze-refused'],
    ] as const)('is refused %s', async (_claim, tier, body, code) => {
      const here = await admitted();
      await raise(here, tier);
      expect(await post(await alertOf(here), 'snooze', body)).toMatchObject({ status: 400, body: { code } });
    });

    it('is refused at the high tier', async () => {
      const here = await admitted();
      await raise(here);
      const until = new Date(now().getTime() + 60_000).toISOString();
      expect(await post(await alertOf(here), 'snooze', { until, reason: 'Asleep' })).toMatchObject({
        status: 400,
        body: { code: 'snooze-refused', detail: expect.stringContaining('high cannot be snoozed') },
      });
    });

    it.each(['a higher tier', 'two points more'])('is broken by %s', async (rise) => {
      const here = await admitted();
      const score = aScore(here.patientId, now());
      await clinician.publish('scores', [{ key: here.patientId, event: score }]);
      await eventually(
        () => nurse.get<Page<unknown>>(`/v1/patients/${here.patientId}/scores`),
        ({ body }) => body.items.length === 1,
      );
      await raise(here, 'medium');
      const until = new Date(now().getTime() + 50 * 60_000).toISOString();
      await post(await alertWhen(here, atStep(1)), 'snooze', { until, reason: 'Asleep' });
      later(1);
      if (rise === 'a higher tier') await signals(aSignal(here, ['medium', 'high', now()]));
      else {
        const event = { ...aScore(here.patientId, now()), min: score.min + 2 };
        await clinician.publish('scores', [{ key: here.patientId, event }]);
      }
      const raised = await alertWhen(here, ({ escalation }) => escalation?.ended === null);
      expect(raised).toMatchObject({ snoozedUntil: null, state: 'raised' });
    });
  });

  describe('that is handed over', () => {
    it('to a person is that person’s, taken over is the caller’s, and undone is as it was', async () => {
      const here = await admitted();
      const grace = await person(here.wardId, 'Grace');
      await raise(here);
      const alert = await alertWhen(here, atStep(1));
      const { body: handed } = await post(alert, 'reassign', { personId: grace.id, note: 'Yours' });
      expect(handed).toMatchObject({ state: 'acknowledged', owner: { id: grace.id, name: 'Grace' } });
      const prescriber = await clinician.as('prescriber');
      const { body: taken } = await post(alert, 'take-over', undefined, prescriber);
      expect(taken.owner).toMatchObject({ name: 'A prescriber' });
      const { body: undone } = await post(alert, 'undo', undefined, prescriber);
      expect(undone).toMatchObject({ state: 'acknowledged', owner: { name: 'Grace' } });
      expect(await kindsOf(alert)).toEqual(['raised', 'escalated', 'reassigned', 'taken-over', 'undone']);
    });

    it('to a team is accepted or declined by its members only', async () => {
      const here = await admitted();
      const me = (await nurse.get<StaffMember>('/v1/people/me')).body;
      await nurse.put('/v1/people/me/contact-methods', { methods: [] });
      const { body: team } = await manager.post<Team>('/v1/teams', {
        name: 'Respiratory',
        wardIds: [here.wardId],
        personIds: [me.id],
      });
      await raise(here);
      const alert = await alertOf(here);
      const other = await clinician.as('prescriber');
      const { body: handed } = await post(alert, 'reassign', { teamId: team.id }, other);
      expect(handed).toMatchObject({ owner: null, handedTo: { name: 'Respiratory', by: { name: 'A prescriber' } } });
      expect(await post(alert, 'accept', undefined, other)).toMatchObject({
        status: 403,
        body: { code: 'not-in-team' },
      });
      const { body: declined } = await post(alert, 'decline', { reason: 'Not ours' });
      expect(declined).toMatchObject({ owner: { name: 'A prescriber' }, handedTo: null });
      expect(await post(alert, 'accept')).toMatchObject({ status: 409, body: { code: 'not-handed-to-team' } });
      await post(alert, 'reassign', { teamId: team.id }, other);
      expect((await post(alert, 'accept')).body).toMatchObject({ owner: { id: me.id }, handedTo: null });
    });
  });

  it('is escalated by hand to the next step at once, also where a person sees to it', async () => {
    const here = await admitted();
    const ada = await person(here.wardId, 'Ada');
    await policy(here.wardId, {
      steps: [
        { notify: [{ personId: ada.id }], waitMinutes: 5 },
        { notify: [{ personId: ada.id }], waitMinutes: 5 },
      ],
      fallback: { personId: ada.id },
    });
    await raise(here);
    const alert = await alertWhen(here, atStep(1));
    expect((await post(alert, 'escalate', { note: 'Worse than it looks' })).body).toMatchObject({
      state: 'raised',
      escalation: { step: 2, ended: null },
    });
    await post(alert, 'acknowledge');
    expect((await post(alert, 'escalate', { note: 'Need a doctor' })).body).toMatchObject({
      state: 'acknowledged',
      escalation: { step: 3, ended: 'acknowledged', nextStepAt: null },
    });
    expect(await post(alert, 'escalate', {})).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  it('has its next step repaired by the auditor where that was lost', async () => {
    const here = await admitted();
    await raise(here);
    const alert = await alertWhen(here, atStep(1));
    const { pool } = clinician.database;
    await pool.query(`delete from timer where kind = 'alert' and subject = $1`, [alert.id]);
    expect(await clinician.get(AuditorService).audit()).toMatchObject({ missing: 1 });
    expect(await clinician.get(AuditorService).audit()).toMatchObject({ missing: 0 });
    await pool.query(`update alert set escalation = null where id = $1`, [alert.id]);
    await pool.query(`delete from timer where kind = 'alert' and subject = $1`, [alert.id]);
    expect(await clinician.get(AuditorService).audit()).toMatchObject({ missing: 1 });
    await alertWhen(here, atStep(1));
  });

  it('begins anew for an alert that was raised while the clock was 13 hours ahead, once it is set back', async () => {
    const here = await admitted();
    const right = clinician.clock.now();
    clinician.clock.advance(13 * 3_600_000);
    await raise(here);
    const ahead = await alertWhen(here, atStep(1));
    clinician.clock.set(new Date(right.getTime() + 60_000));
    await clinician.get(AuditorService).audit();
    expect((await alertWhen(here, atStep(1))).escalation).toEqual(ahead.escalation);
    await clinician.get(AuditorService).audit();
    const again = await alertWhen(
      here,
      ({ escalation }) => escalation?.step === 1 && (escalation.nextStepAt ?? '') < ahead.raisedAt,
    );
    expect(again.escalation).toMatchObject({ step: 1, ended: null });
  });

  describe('by a policy', () => {
    it('is tried before it is needed: whom it would notify when', async () => {
      const here = await admitted();
      const ada = await person(here.wardId, 'Ada');
      const path = `/v1/escalation-policies/dry-run?wardId=${here.wardId}&tier=high`;
      const builtIn = (await nurse.get<DryRun>(path)).body;
      expect(builtIn).toMatchObject({
        builtIn: true,
        steps: [{ step: 1, people: expect.arrayContaining([{ id: ada.id, name: 'Ada' }]) }, {}, {}, {}, {}],
      });
      await policy(here.wardId, {
        tiers: ['high'],
        steps: [{ notify: [{ role: 'prescriber' }], waitMinutes: 7 }],
        fallback: { personId: ada.id },
      });
      const { body } = await nurse.get<DryRun>(path);
      expect(body).toMatchObject({
        builtIn: false,
        steps: [
          { step: 1, fallback: false, people: [], faults: [expect.stringContaining('no active person')] },
          { step: 2, fallback: true, people: [{ name: 'Ada' }] },
          { step: 2, fallback: true },
        ],
      });
      expect(Date.parse(body.steps[1]?.at ?? '') - Date.parse(body.steps[0]?.at ?? '')).toBe(7 * 60_000);
    });

    const steps = [{ notify: [{ role: 'nurse' }], waitMinutes: 5 }];
    const fallback = { role: 'administrator' };
    it.each([
      ['without a fallback', { steps }, 'fallback'],
      ['without steps', { steps: [], fallback }, 'steps'],
      ['with a step that notifies no one', { steps: [{ notify: [], waitMinutes: 5 }], fallback }, 'steps.0.notify'],
      ['with a step without an end', { steps: [{ notify: [{ role: 'nurse' }] }], fallback }, 'steps.0.waitMinutes'],
      [
        'for an unknown time zone',
        { steps, fallback, hours: { from: '08:00', until: '20:00', timeZone: 'Moon' } },
        'hours.timeZone',
      ],
    ])('%s is refused, saying where', async (_claim, content, path) => {
      const { wardId } = await admitted();
      const { status, body } = await manager.post<Problem>('/v1/escalation-policies', {
        name: 'P',
        wardId,
        ...content,
      });
      expect({ status, body: JSON.stringify(body) }).toMatchObject({
        status: 400,
        body: expect.stringContaining(path),
      });
    });

    it('that names people who do not exist is refused, saying where', async () => {
      const { wardId } = await admitted();
      const content = { name: 'P', wardId, steps, fallback: { personId: 'nobody-of-that-id' } };
      expect(await manager.post('/v1/escalation-policies', content)).toMatchObject({
        status: 400,
        body: { code: 'unknown-notification-target', detail: expect.stringContaining('fallback') },
      });
    });
  });
});
