/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the signals that scoring would send. */
import {
  Alert,
  alertId,
  AlertTimeline,
  type Board,
  compareAlerts,
  conditionOf,
  DeviceId,
  type GatewayCredential,
  homewardItself,
  instant,
  type Page,
  type PatientId,
  type Score,
  type Signal,
  type StayId,
  type Ward,
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
  watchReadings,
} from '../../running-clinician.harness.ts';

type Admitted = Readonly<{ wardId: WardId; patientId: PatientId; stayId: StayId }>;

describe('Alerts', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;

  beforeAll(async () => {
    clinician = await startClinician();
    operations = await clinician.as('operations');
    nurse = await clinician.as('nurse');
  }, 60_000);
  afterAll(() => clinician.stop());

  async function admitted(): Promise<Admitted> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse);
    return { wardId, patientId, stayId: await admit(nurse, { patientId, wardId }) };
  }
  /** Publishes, and waits until the last revision of each has been decided about. */
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
    await notified(sent.map(({ patientId }) => patientId));
  }
  /** Waits until the people of the step that is due have been notified, which raises the alert's revision. */
  async function notified(patientIds: readonly PatientId[]): Promise<void> {
    await eventually(
      () =>
        clinician.database.pool.query(
          `select from alert where patient_id = any($1::uuid[]) and (escalation ->> 'nextStepAt')::timestamptz <= $2`,
          [patientIds, clinician.clock.now()],
        ),
      ({ rowCount }) => rowCount === 0,
    );
  }
  const alertsOf = async ({ patientId }: Admitted, query = ''): Promise<readonly Alert[]> => {
    const { body } = await nurse.get<Page<Alert>>(`/v1/alerts?patientId=${patientId}${query}`);
    return body.items.map((item) => Alert.parse(item));
  };
  const theAlertOf = async (admitted: Admitted): Promise<Alert> => {
    const [alert, ...more] = await alertsOf(admitted);
    if (alert === undefined || more.length > 0) throw new Error(`${String(more.length)} alerts too many, or none.`);
    return alert;
  };
  const answer = (alert: Alert, what: 'acknowledge' | 'resolve', headers = {}): Promise<Answer<Alert>> =>
    nurse.post<Alert>(
      `/v1/alerts/${alert.id}/${what}`,
      what === 'resolve' ? { outcome: 'no-action' } : undefined,
      headers,
    );
  const minutesAgo = (minutes: number): Date => new Date(clinician.clock.now().getTime() - minutes * 60_000);
  /** Why each signal and person changed an alert, or changed none, in order; that people were notified is left out. */
  const reasonsOf = async ({ patientId }: Admitted): Promise<readonly string[]> => {
    const { rows } = await clinician.database.pool.query<{ because: string }>(
      `select facts ->> 'because' as because from audit
       where patient_id = $1 and subject_kind in ('alert', 'signal') order by id`,
      [patientId],
    );
    return rows.map(({ because }) => because).filter((because) => because !== 'unanswered');
  };
  const timelineOf = async ({ id }: Alert): Promise<AlertTimeline> =>
    AlertTimeline.parse((await nurse.get(`/v1/alerts/${id}/timeline`)).body);

  it('opens one for each condition of a patient, with an id that follows from stay and condition', async () => {
    const here = await admitted();
    const weight = conditionOf('trend', 'weight-gain');
    const gain = {
      condition: weight,
      reason: '2.1 kg in 3 days',
      instruction: 'Call the heart failure nurse',
      respondWithinMinutes: 240,
    };
    await signals(aSignal(here, ['low', 'high', minutesAgo(5)]), aSignal(here, ['low', 'medium', minutesAgo(4)], gain));
    const all = await alertsOf(here);
    expect(all).toHaveLength(2);
    const [trend] = await alertsOf(here, '&conditionKind=trend');
    expect(trend).toMatchObject({
      id: alertId(here.stayId, weight, null),
      tier: 'medium',
      scoreId: null,
      ...{ reason: gain.reason, instruction: gain.instruction },
    });
    expect(Date.parse(trend?.responseDueAt ?? '') - Date.parse(trend?.raisedAt ?? '')).toBe(240 * 60_000);
    const { body: board } = await nurse.get<Board>(`/v1/wards/${here.wardId}/board`);
    expect(board.rows[0]?.alerts.map(({ tier }) => tier)).toEqual(['high', 'medium']);
  });

  it('has the score that raises it on the chart while its signal is still decided about', async () => {
    const here = await admitted();
    const signal = aSignal(here, ['low', 'high', minutesAgo(5)]);
    await clinician.database.transaction(async (client) => {
      // No signal can be written down meanwhile.
      await client.query('lock table alert_signal in share mode');
      await clinician.publish('signals', [{ key: here.patientId, event: signal }]);
      await eventually(
        () => clinician.database.pool.query('select from score where patient_id = $1', [here.patientId]),
        ({ rowCount }) => rowCount === 1,
      );
      expect(await alertsOf(here)).toEqual([]);
    });
    await eventually(
      () => alertsOf(here),
      (alerts) => alerts.length === 1,
    );
  });

  it('has the newest score beside the one that raised it, which is another while the score rises within its tier', async () => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'high', minutesAgo(5)]));
    const raised = await theAlertOf(here);
    expect(raised.newestScore?.id).toBe(raised.scoreId);
    const risen = aScore(here.patientId, minutesAgo(1), {
      total: 12,
      min: 12,
      max: 12,
      tier: 'high',
      highestTier: 'high',
    });
    await clinician.publish('scores', [{ key: here.patientId, event: risen }]);
    const shown = await eventually(
      () => theAlertOf(here),
      ({ newestScore }) => newestScore?.id === risen.id,
    );
    expect(shown).toMatchObject({ reason: raised.reason, scoreId: raised.scoreId, revision: raised.revision });
    expect(shown.newestScore).toEqual({ id: risen.id, at: risen.at, min: 12, max: 12 });
    const [before] = await alertsOf(here, `&asOf=${encodeURIComponent(instant(clinician.clock.now()))}`);
    expect(before?.newestScore?.id).toBe(risen.id);
    await answer(shown, 'resolve');
    expect(await theAlertOf(here)).not.toHaveProperty('newestScore');
  });

  it('raises another one, with another id, for a rise after a person has resolved the last', async () => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'high', minutesAgo(5)]));
    const first = await theAlertOf(here);
    await answer(first, 'resolve');
    await signals(
      aSignal(here, ['high', 'medium', minutesAgo(3)]),
      aSignal(here, ['medium', 'high', minutesAgo(2)], { late: true }),
    );
    expect(await alertsOf(here)).toHaveLength(1);
    expect((await reasonsOf(here)).slice(-2)).toEqual(['dealt-with', 'dealt-with']);
    clinician.clock.advance(60_000);
    await signals(aSignal(here, ['medium', 'high', clinician.clock.now()]));
    const [second] = await alertsOf(here);
    expect(second).toMatchObject({
      id: alertId(here.stayId, conditionOf('score'), instant(clinician.clock.now().getTime() - 60_000)),
      state: 'raised',
      tier: 'high',
    });
    expect(second?.id).not.toBe(first.id);
  });

  it('shows what only late readings tell as late, until there is news', async () => {
    const here = await admitted();
    await signals(
      aSignal(here, ['high', 'low', minutesAgo(10)]),
      aSignal(here, ['low', 'high', minutesAgo(30)], { late: true }),
    );
    expect(await theAlertOf(here)).toMatchObject({ late: true, tier: 'high', currentTier: 'low', worsenedAt: null });
    await signals(aSignal(here, ['low', 'medium', minutesAgo(1)]));
    expect(await theAlertOf(here)).toMatchObject({
      late: false,
      tier: 'high',
      currentTier: 'medium',
      worsenedAt: instant(clinician.clock.now()),
    });
  });

  it('does not make history of what people were notified of', async () => {
    const here = await admitted();
    const rise = aSignal(here, ['low', 'medium', minutesAgo(30)]);
    await signals(rise, aSignal(here, ['medium', 'low', minutesAgo(10)]));
    await signals(
      { ...rise, revision: 2, kind: 'withdrawn' },
      aSignal(here, ['low', 'high', minutesAgo(31)], { late: true, receivedAt: rise.receivedAt }),
    );
    expect(await theAlertOf(here)).toMatchObject({
      late: false,
      tier: 'high',
      currentTier: 'low',
      worsenedAt: null,
    });
  });

  it('withdraws what a correction leaves without a rise, and raises the same alert again', async () => {
    const here = await admitted();
    const rise = aSignal(here, ['low', 'high', minutesAgo(5)]);
    await signals(rise);
    const raised = await theAlertOf(here);
    await signals({ ...rise, revision: 2, kind: 'withdrawn' });
    expect(await theAlertOf(here)).toMatchObject({
      id: raised.id,
      state: 'resolved',
      resolvedBy: homewardItself,
      outcome: 'withdrawn',
    });
    expect(await nurse.post(`/v1/alerts/${raised.id}/acknowledge`)).toMatchObject({ status: 409 });
    await signals({ ...rise, revision: 3 });
    expect(await theAlertOf(here)).toMatchObject({ id: raised.id, state: 'raised', outcome: null });
    expect(await reasonsOf(here)).toEqual(['tier-reached', 'no-rise-left', 'risen-again']);
  });

  it('does not end when what it rests on is retracted: it names who did, and is left to be reviewed', async () => {
    const here = await admitted();
    const set = watchReadings(here.patientId, new Date(clinician.clock.now().getTime() - 5 * 60_000), { pulse: 140 });
    await clinician.publish('observations', [{ key: here.patientId, event: set }]);
    const rise = aSignal(here, ['low', 'high', minutesAgo(5)]);
    await signals(rise);
    const assistant = await clinician.as('healthcare-assistant');
    const [pulse] = await eventually(
      async () =>
        (await nurse.get<Page<{ id: string }>>(`/v1/patients/${here.patientId}/observations?code=pulse-rate`)).body
          .items,
      (found) => found.length > 0,
    );
    const path = `/v1/patients/${here.patientId}/observations/${pulse?.id ?? ''}/retract`;
    expect((await assistant.post(path, { reason: 'Not her probe' })).status).toBe(200);
    await signals({ ...rise, revision: 2, kind: 'withdrawn' });
    const left = await theAlertOf(here);
    expect(left).toMatchObject({
      ...{ state: 'raised', currentTier: 'low', resolvedAt: null, outcome: null },
      clearedAt: instant(clinician.clock.now()),
      escalation: { ended: 'cleared' },
    });
    const { items } = (await nurse.get<AlertTimeline>(`/v1/alerts/${left.id}/timeline`)).body;
    expect(items.at(-1)).toMatchObject({
      by: { name: 'A healthcare-assistant' },
      text: 'To be reviewed, since A healthcare-assistant retracted a reading: Not her probe.',
      facts: { because: 'retracted', retractedBy: { name: 'A healthcare-assistant' } },
    });
  });

  it('never lowers or withdraws what a person has acknowledged', async () => {
    const here = await admitted();
    const rise = aSignal(here, ['low', 'high', minutesAgo(5)]);
    await signals(rise);
    await answer(await theAlertOf(here), 'acknowledge');
    await signals({ ...rise, revision: 2, tier: 'medium' });
    expect(await theAlertOf(here)).toMatchObject({ tier: 'high', currentTier: 'medium', state: 'acknowledged' });
    await signals({ ...rise, revision: 3, kind: 'withdrawn' });
    expect(await theAlertOf(here)).toMatchObject({ tier: 'high', currentTier: 'low', state: 'acknowledged' });
  });

  it.each([
    ['notifies again of a rise after readings have shown low risk for an hour', 61, 'reading', 'raised'],
    ['notifies no one again of a level that flaps', 59, 'reading', 'acknowledged'],
    ['notifies no one again of a rise after values have only aged out', 61, 'aged-out', 'acknowledged'],
  ] as const)('%s', async (_claim, minutes, because, state) => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'medium', minutesAgo(90)]));
    await answer(await theAlertOf(here), 'acknowledge');
    await signals(
      aSignal(here, ['medium', 'low', minutesAgo(minutes + 1)], { because }),
      aSignal(here, ['low', 'medium', minutesAgo(1)]),
    );
    expect(await theAlertOf(here)).toMatchObject({ state, currentTier: 'medium' });
  });

  it('notifies again of a rise after values have aged out and readings then showed low risk', async () => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'medium', minutesAgo(190)]));
    await answer(await theAlertOf(here), 'acknowledge');
    const event = aScore(here.patientId, minutesAgo(70));
    await clinician.publish('scores', [{ key: here.patientId, event }]);
    await eventually(
      () => nurse.get<Page<Score>>(`/v1/patients/${here.patientId}/scores`),
      ({ body }) => body.items.some(({ id }) => id === event.id),
    );
    await signals(
      aSignal(here, ['medium', 'low', minutesAgo(90)], { because: 'aged-out' }),
      aSignal(here, ['low', 'medium', minutesAgo(1)]),
    );
    expect(await theAlertOf(here)).toMatchObject({ state: 'raised', worsenedAt: instant(clinician.clock.now()) });
  });

  it('says in the audit why a signal of another stay did nothing', async () => {
    const here = await admitted();
    await nurse.post(`/v1/stays/${here.stayId}/discharge`);
    await signals(aSignal(here, ['low', 'high', minutesAgo(5)]));
    const again = { ...here, stayId: await admit(nurse, here) };
    await signals(aSignal(here, ['low', 'medium', minutesAgo(4)]));
    expect(await reasonsOf(here)).toEqual(['no-open-stay', 'other-stay']);
    await signals(aSignal(again, ['low', 'high', minutesAgo(3)]));
    expect(await theAlertOf(here)).toMatchObject({ stayId: again.stayId });
  });

  it('says of a silence whether it is the device’s or the patient’s', async () => {
    const here = await admitted();
    const { body: gateway } = await operations.post<GatewayCredential>('/v1/gateways', { name: 'A hub' });
    const deviceId = DeviceId.parse('cuff-of-silence');
    await operations.post('/v1/devices', { deviceId, gatewayId: gateway.gatewayId, kind: 'blood-pressure-cuff' });
    await nurse.post(`/v1/devices/${deviceId}/issue`, { patientId: here.patientId });
    const receivedAt = instant(minutesAgo(90));
    await clinician.publish('device-status', [
      { key: deviceId, event: { deviceId, gatewayId: gateway.gatewayId, online: false, receivedAt } },
    ]);
    await eventually(
      () => nurse.get<{ status: unknown }>(`/v1/devices/${deviceId}`),
      ({ body }) => body.status !== null,
    );
    const reason = 'Nothing has been measured for 4 h';
    await signals(
      aSignal(here, ['low', 'medium', minutesAgo(1)], {
        condition: conditionOf('silence'),
        reason,
        because: 'overdue',
      }),
    );
    expect((await theAlertOf(here)).reason).toMatch(
      /^Nothing has been measured for 4 h; the device has been offline since \d\d:\d\d$/,
    );
  });

  it('shows alerts and board as they were at an instant', async () => {
    const here = await admitted();
    const at = (): string => clinician.clock.now().toISOString();
    const listed = async (asOf: string) =>
      (await alertsOf(here, `&asOf=${asOf}`)).map(({ tier, state }) => [tier, state]);
    const before = at();
    clinician.clock.advance(60_000);
    await signals(aSignal(here, ['low', 'medium', clinician.clock.now()]));
    const raised = at();
    clinician.clock.advance(60_000);
    await signals(aSignal(here, ['medium', 'high', clinician.clock.now()]));
    const worsened = at();
    clinician.clock.advance(60_000);
    await answer(await theAlertOf(here), 'resolve');
    expect([await listed(before), await listed(raised), await listed(worsened), await listed(at())]).toEqual([
      [],
      [['medium', 'raised']],
      [['high', 'raised']],
      [['high', 'resolved']],
    ]);
    expect(await alertsOf(here, `&state=open&asOf=${raised}`)).toHaveLength(1);
    expect(await alertsOf(here, `&state=open&asOf=${at()}`)).toHaveLength(0);
    const { body } = await nurse.get<Board>(`/v1/wards/${here.wardId}/board?asOf=${raised}`);
    expect(body.rows[0]?.alerts).toMatchObject([{ tier: 'medium', state: 'raised' }]);
    const future = new Date(clinician.clock.now().getTime() + 1000).toISOString();
    expect(await nurse.get(`/v1/alerts?asOf=${future}`)).toMatchObject({
      status: 422,
      body: { code: 'as-of-in-future' },
    });
  });

  it('is on the ward of its stay: a transfer strands nothing, and what was is shown as it was', async () => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'high', minutesAgo(5)]));
    const before = await theAlertOf(here);
    const asOf = clinician.clock.now().toISOString();
    clinician.clock.advance(60_000);
    const next = await createWard(operations);
    const transferred = await nurse.post(`/v1/stays/${here.stayId}/transfer`, { wardId: next, reason: 'Nearer home' });
    expect(transferred.status).toBe(200);
    const onWard = async (wardId: WardId, query = ''): Promise<readonly Alert[]> =>
      (await nurse.get<Page<Alert>>(`/v1/alerts?wardId=${wardId}${query}`)).body.items;
    for (const query of ['', '&state=open', '&state=raised']) {
      expect(await onWard(next, query)).toEqual([{ ...before, wardId: next }]);
      expect(await onWard(here.wardId, query)).toEqual([]);
    }
    expect(await onWard(here.wardId, `&asOf=${asOf}`)).toEqual([before]);
    expect(await onWard(next, `&asOf=${asOf}`)).toEqual([]);
  });

  describe('answered by a person who saw an older revision', () => {
    it.each([
      ['acknowledge', 'raised'],
      ['resolve', 'raised'],
    ] as const)('%s changes nothing of one that has become worse, and says what has changed', async (what, state) => {
      const here = await admitted();
      await signals(aSignal(here, ['low', 'medium', minutesAgo(5)]));
      const seen = await theAlertOf(here);
      const { headers } = await nurse.get(`/v1/alerts/${seen.id}`);
      expect(headers.get('etag')).toBe(`"${String(seen.revision)}"`);
      await signals(aSignal(here, ['medium', 'high', minutesAgo(1)]));
      const worse = await theAlertOf(here);
      expect(await answer(seen, what, { 'if-match': `"${String(seen.revision)}"` })).toMatchObject({
        status: 412,
        body: {
          code: 'changed-meanwhile',
          currentRevision: worse.revision,
          current: worse,
          changes: [
            {
              revision: seen.revision + 1,
              by: homewardItself,
              text: expect.stringMatching(/^Got worse, to high/),
              fields: expect.arrayContaining(['tier']),
            },
            { text: expect.stringMatching(/^Escalated to step 1/) },
          ],
        },
      });
      expect(await theAlertOf(here)).toEqual(worse);
      expect(worse.state).toBe(state);
      const done = await answer(seen, what, { 'if-match': `"${String(worse.revision)}"` });
      expect(done).toMatchObject({ status: 200, body: { revision: worse.revision + 1 } });
      expect(done.headers.get('etag')).toBe(`"${String(worse.revision + 1)}"`);
    });

    it('is acknowledged all the same where nothing has happened since but that people were notified', async () => {
      const here = await admitted();
      await signals(aSignal(here, ['low', 'medium', minutesAgo(5)]));
      const alert = await theAlertOf(here);
      const { items } = await timelineOf(alert);
      expect(items.map(({ kind }) => kind)).toEqual(['raised', 'escalated']);
      expect(await answer(alert, 'acknowledge', { 'if-match': '"1"' })).toMatchObject({
        status: 200,
        body: { state: 'acknowledged' },
      });
    });

    it('applies to what stands where the revision is not said, and once where it is sent twice', async () => {
      const here = await admitted();
      await signals(aSignal(here, ['low', 'medium', minutesAgo(5)]), aSignal(here, ['medium', 'high', minutesAgo(1)]));
      const alert = await theAlertOf(here);
      const first = await answer(alert, 'acknowledge');
      expect(first).toMatchObject({ status: 200, body: { state: 'acknowledged', revision: alert.revision + 1 } });
      expect(await answer(alert, 'acknowledge', { 'if-match': `"${String(alert.revision)}"` })).toMatchObject({
        status: 200,
        body: first.body,
      });
    });
  });

  it('tells its whole life in words, oldest first', async () => {
    const here = await admitted();
    const rise = aSignal(here, ['low', 'medium', minutesAgo(9)]);
    await signals(rise);
    const alert = await theAlertOf(here);
    await signals(aSignal(here, ['medium', 'high', minutesAgo(8)]));
    await answer(alert, 'acknowledge');
    await signals(aSignal(here, ['high', 'medium', minutesAgo(5)]));
    await nurse.post(`/v1/stays/${here.stayId}/discharge`);
    const { items } = await timelineOf(alert);
    expect(items.map(({ kind, by, text }) => [kind, by.name, text])).toEqual([
      ['raised', 'Homeward', 'Raised as medium: NEWS2 5 (medium).'],
      ['escalated', 'Homeward', expect.stringMatching(/^Escalated to step 1, notifying: /)],
      ['worsened', 'Homeward', 'Got worse, to high: NEWS2 7 (high).'],
      ['escalated', 'Homeward', expect.stringMatching(/^Escalated to step 1, notifying: /)],
      ['acknowledged', 'A nurse', 'Acknowledged.'],
      ['improved', 'Homeward', 'Improved to medium.'],
      ['stay-ended', 'A nurse', 'Resolved, since the stay ended.'],
    ]);
    expect(items[0]?.facts).toMatchObject({ signals: [{ id: rise.id, revision: 1 }] });
    expect(await theAlertOf(here)).toMatchObject({ state: 'resolved', outcome: 'discharged' });
  });

  describe('answered by mistake', () => {
    const undo = (alert: Alert, by = nurse): Promise<Answer<Alert>> => by.post<Alert>(`/v1/alerts/${alert.id}/undo`);
    const raised = async (): Promise<readonly [Admitted, Alert]> => {
      const here = await admitted();
      await signals(aSignal(here, ['low', 'high', minutesAgo(5)]));
      return [here, await theAlertOf(here)];
    };
    const flagsOf = async ({ stayId }: Admitted): Promise<readonly { answered: boolean; closed: boolean }[]> => {
      const { rows } = await clinician.database.pool.query<{ answered: boolean; closed: boolean }>(
        'select answered, closed from alert_signal where stay_id = $1 order by at',
        [stayId],
      );
      return rows;
    };

    it.each(['acknowledge', 'resolve'] as const)(
      'is as it was before, where the person undoes the %s',
      async (what) => {
        const [here, before] = await raised();
        const { body: answered } = await answer(before, what);
        expect(answered.undoableUntil).toBe(instant(clinician.clock.now().getTime() + 60_000));
        const { status, body } = await undo(before);
        expect(status).toBe(200);
        expect(body).toEqual({ ...before, revision: before.revision + 2 });
        expect(await theAlertOf(here)).toEqual(body);
        expect(await flagsOf(here)).toEqual([{ answered: false, closed: false }]);
        const { items } = await timelineOf(before);
        expect(items.map(({ kind }) => kind)).toEqual(['raised', 'escalated', `${what}d`, 'undone']);
        expect(await undo(before)).toMatchObject({ status: 409, body: { code: 'nothing-to-undo' } });
      },
    );

    it('is acknowledged by who had acknowledged it, where the resolution is undone', async () => {
      const [here, before] = await raised();
      const { body: acknowledged } = await answer(before, 'acknowledge');
      const charge = await clinician.as('prescriber');
      await charge.post(`/v1/alerts/${before.id}/resolve`, { outcome: 'other', note: 'The wrong one' });
      expect((await undo(before, charge)).body).toEqual({
        ...acknowledged,
        undoableUntil: null,
        revision: acknowledged.revision + 2,
      });
      expect(await flagsOf(here)).toEqual([{ answered: true, closed: false }]);
    });

    it('is decided about again by what came while it was resolved', async () => {
      const [here, before] = await raised();
      await answer(before, 'resolve');
      await signals(aSignal(here, ['high', 'medium', minutesAgo(1)]));
      expect((await undo(before)).body).toMatchObject({ state: 'raised', tier: 'high', currentTier: 'medium' });
      await signals(aSignal(here, ['medium', 'low', minutesAgo(0)]));
      expect(await theAlertOf(here)).toMatchObject({ state: 'raised', currentTier: 'low' });
    });

    it('stays as it is after a minute, and says that it is too late', async () => {
      const [here, before] = await raised();
      await answer(before, 'acknowledge');
      clinician.clock.advance(60_001);
      expect(await undo(before)).toMatchObject({ status: 409, body: { code: 'undo-too-late' } });
      expect(await theAlertOf(here)).toMatchObject({ state: 'acknowledged' });
    });

    it('stays as it is where another person answered it, or something came after, and says who and what', async () => {
      const [here, before] = await raised();
      await answer(before, 'acknowledge');
      const other = await clinician.as('prescriber');
      expect(await undo(before, other)).toMatchObject({
        status: 409,
        body: { code: 'nothing-to-undo', detail: expect.stringContaining('"acknowledged", by A nurse') },
      });
      await signals(aSignal(here, ['high', 'medium', minutesAgo(1)]));
      expect(await theAlertOf(here)).toMatchObject({ undoableUntil: null });
      expect(await undo(before)).toMatchObject({
        status: 409,
        body: { code: 'nothing-to-undo', detail: expect.stringContaining('"improved", by Homeward') },
      });
    });

    it('stays resolved where the condition has raised another since', async () => {
      const [here, before] = await raised();
      await answer(before, 'resolve');
      clinician.clock.advance(1000);
      await signals(aSignal(here, ['low', 'high', clinician.clock.now()]));
      expect(await alertsOf(here, '&state=open')).toHaveLength(1);
      expect(await undo(before)).toMatchObject({
        status: 409,
        body: { code: 'nothing-to-undo', detail: expect.stringContaining('raised since') },
      });
    });

    it('stays resolved where the stay has ended', async () => {
      const [here, before] = await raised();
      await answer(before, 'resolve');
      await nurse.post(`/v1/stays/${here.stayId}/discharge`);
      expect(await undo(before)).toMatchObject({
        status: 409,
        body: { code: 'nothing-to-undo', detail: expect.stringContaining('stay has ended') },
      });
    });
  });

  it('are listed by urgency page after page, in the order that the console has them', async () => {
    const inOne = await nurse.get<Page<Alert>>('/v1/alerts?order=urgency&limit=500');
    const paged: Alert[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await nurse.get<Page<Alert>>(`/v1/alerts?order=urgency&limit=3${next}`);
      paged.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(inOne.body.items.length).toBeGreaterThan(3);
    // Between two answers time may have notified people: the order is the same.
    expect(paged.map(({ id }) => id)).toEqual(inOne.body.items.map(({ id }) => id));
    expect(paged).toEqual(paged.toSorted(compareAlerts));
    expect(paged.every(({ patient }) => patient?.familyName !== undefined)).toBe(true);
    const { body: wards } = await nurse.get<Page<Ward>>('/v1/wards?limit=200');
    const nameOf = (wardId: WardId): string | undefined => wards.items.find(({ id }) => id === wardId)?.name;
    expect(paged.map(({ wardName }) => wardName)).toEqual(paged.map(({ wardId }) => nameOf(wardId)));
    expect(paged.every(({ wardName }) => wardName !== undefined)).toBe(true);
  });

  it('are listed by who sees to them, for oneself and for a colleague', async () => {
    const here = await admitted();
    await signals(aSignal(here, ['low', 'medium', minutesAgo(5)]));
    const alert = await theAlertOf(here);
    expect(await alertsOf(here, '&owner=me')).toEqual([]);
    const { owner } = (await answer(alert, 'acknowledge')).body;
    const prescriber = await clinician.as('prescriber');
    for (const order of ['newest', 'urgency']) {
      expect(await alertsOf(here, `&owner=me&order=${order}`)).toMatchObject([{ id: alert.id }]);
      const ofNurse = `/v1/alerts?patientId=${here.patientId}&order=${order}&owner=`;
      expect((await prescriber.get(`${ofNurse}${owner?.id ?? ''}`)).body).toMatchObject({ items: [{ id: alert.id }] });
      expect((await prescriber.get(`${ofNurse}me`)).body).toMatchObject({ items: [] });
    }
  });
});
