/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock, and the signals that scoring would send. */
import { type Alert, AlertBurden, conditionOf, type Page, type StayId, type WardId } from '#libs/contracts';
import { aSignal, eventually } from '#libs/fixtures';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Begins on a Sunday in November at 08:00, when the day shift does. */
describe('The burden of alerts', () => {
  let clinician: RunningClinician;
  let nurse: Caller;
  let operations: Caller;
  let north: WardId;
  let south: WardId;

  beforeAll(async () => {
    clinician = await startClinician();
    [nurse, operations] = await Promise.all([clinician.as('nurse'), clinician.as('operations')]);
    [north, south] = [await createWard(operations, 5, 'North'), await createWard(operations, 5, '+South')];
  }, 60_000);
  afterAll(() => clinician.stop());

  const burden = async (query = ''): Promise<AlertBurden> =>
    AlertBurden.parse((await operations.get(`/v1/alerts/burden${query}`)).body);
  const admitted = async (wardId: WardId) => {
    const patientId = await registerPatient(nurse);
    return { patientId, stayId: await admit(nurse, { patientId, wardId }) };
  };
  const alertOf = async (
    of: { readonly patientId: Parameters<typeof aSignal>[0]['patientId']; readonly stayId: StayId },
    over: Parameters<typeof aSignal>[2] = {},
  ): Promise<string> => {
    const event = aSignal(of, ['low', 'high', clinician.clock.now()], over);
    await clinician.publish('signals', [{ key: of.patientId, event }]);
    const { body } = await eventually(
      () =>
        nurse.get<Page<Alert>>(
          `/v1/alerts?patientId=${of.patientId}&conditionKind=${event.condition.split(':')[0] ?? ''}`,
        ),
      ({ body: { items } }) => items.length === 1,
    );
    return body.items[0]?.id ?? '';
  };

  it('says what was raised, how it was answered, and for how long patients were there: by ward, shift, rule and day', async () => {
    const [stays, moves] = [await admitted(north), await admitted(north)];
    const first = await alertOf(stays);
    clinician.clock.advance(10 * minuteMs);
    await nurse.post(`/v1/alerts/${first}/acknowledge`);
    clinician.clock.advance(10 * minuteMs);
    await nurse.post(`/v1/alerts/${first}/resolve`, { outcome: 'advice-given' });
    // The advice has helped: while the level stood, the alert would be raised again.
    const better = aSignal(stays, ['high', 'low', clinician.clock.now()]);
    await clinician.publish('signals', [{ key: stays.patientId, event: better }]);
    const folded = `select from alert_signal where patient_id = $1 and kind = 'tier-left'`;
    await eventually(
      async () => (await clinician.database.pool.query(folded, [stays.patientId])).rowCount,
      (signals) => signals === 1,
    );
    clinician.clock.advance(13 * hourMs - 20 * minuteMs);
    const second = await alertOf(moves, { condition: conditionOf('trend', 'weight-gain') });
    clinician.clock.advance(minuteMs);
    await nurse.post(`/v1/stays/${moves.stayId}/transfer`, { wardId: south, reason: 'nearer' });
    clinician.clock.advance(11 * hourMs - minuteMs);
    await nurse.post(`/v1/alerts/${second}/resolve`, { outcome: 'false-alarm' });
    const { total, byWard, byShift, byRule, byDay, timeZone } = await burden();
    expect(timeZone).toBe('Europe/London');
    expect(total).toMatchObject({
      patientDays: 2,
      alerts: 2,
      alertsPerPatientDay: 1,
      ended: 2,
      withAction: 1,
      shareWithAction: 0.5,
      acknowledged: 2,
      minutesToResolve: { median: 340, p90: 596 },
      breaches: 1,
      snoozes: 0,
    });
    expect(byWard.map(({ ward, figures }) => [ward.name, figures.alerts])).toEqual([
      ['+South', 0],
      ['North', 2],
    ]);
    expect(byWard[0]?.figures.patientDays).toBeCloseTo(659 / 1440, 6);
    expect(byWard[1]?.figures.patientDays).toBeCloseTo((2880 - 659) / 1440, 6);
    expect(byShift.map(({ shift, figures }) => [shift, figures.alerts, figures.patientDays])).toEqual([
      ['day', 1, 1],
      ['night', 1, 1],
    ]);
    expect(byRule.map(({ condition, figures }) => [condition, figures.alerts])).toEqual([
      ['score', 1],
      ['trend:weight-gain', 1],
    ]);
    expect(byDay).toHaveLength(29);
    expect(byDay.slice(-2).map(({ day, figures }) => [day, figures.alerts])).toEqual([
      ['2026-11-22', 2],
      ['2026-11-23', 0],
    ]);
  });

  it('is that of one ward where one is asked for, and that of a period', async () => {
    const ofSouth = await burden(`?wardId=${south}`);
    expect(ofSouth).toMatchObject({ wardId: south, total: { alerts: 0 }, byWard: [{ ward: { name: '+South' } }] });
    expect(ofSouth.total.patientDays).toBeCloseTo(659 / 1440, 6);
    expect((await burden(`?wardId=${north}`)).total).toMatchObject({ alerts: 2, breaches: 1 });
    const night = await burden('?from=2026-11-22T20:00:00Z&until=2026-11-23T08:00:00Z');
    expect(night.total).toMatchObject({ patientDays: 1, alerts: 1 });
  });

  it('has neither a name nor an id of a patient', async () => {
    const { body } = await operations.get('/v1/alerts/burden');
    expect(JSON.stringify(body)).not.toMatch(/Byron|patientId|stayId/);
  });

  it('comes as comma-separated values, too', async () => {
    const answer = await operations.stream('/v1/alerts/burden', { accept: 'text/csv' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="alert-burden-2026-10-26-2026-11-23.csv"',
    );
    const text = await answer.text();
    expect(text).toContain('\r\ntotal,,2,2,1,2,1,0.5,');
    expect(text).toContain(`\r\nward,'+South,`);
  });

  it.each([
    ['ends before it begins', 'from=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z', 'until'],
    ['is longer than 400 days', 'from=2025-01-01T00:00:00Z&until=2026-11-01T00:00:00Z', 'from'],
    ['is longer than 400 days until now', 'from=2025-01-01T00:00:00Z', 'from'],
    ['begins in time to come', 'from=2027-01-01T00:00:00Z', 'until'],
  ])('refuses a period that %s', async (_what, query, path) => {
    const answer = await operations.get(`/v1/alerts/burden?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid-request', errors: [{ path }] });
  });

  it('refuses a ward that is not there', async () => {
    expect((await operations.get('/v1/alerts/burden?wardId=0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a09')).status).toBe(404);
  });

  it('is counted as metrics, a breach once and when the response was due', async () => {
    const figuresOf = async (name: string): Promise<readonly string[]> =>
      (await clinician.metrics.getSingleMetricAsString(name)).split('\n').filter((line) => !line.startsWith('#'));
    const raised = await figuresOf('homeward_alerts_raised_total');
    expect(raised.filter((line) => !line.endsWith(' 0'))).toEqual([
      'homeward_alerts_raised_total{tier="high",rule_kind="score"} 1',
      'homeward_alerts_raised_total{tier="high",rule_kind="trend"} 1',
    ]);
    expect(await figuresOf('homeward_alert_acknowledge_seconds')).toEqual(
      expect.arrayContaining(['homeward_alert_acknowledge_seconds_sum{tier="high"} 600']),
    );
    await eventually(
      () => figuresOf('homeward_alert_breaches_total'),
      (lines) => lines.includes('homeward_alert_breaches_total{tier="high"} 1'),
    );
    await alertOf(await admitted(north));
    expect(await figuresOf('homeward_alerts_open')).toEqual(
      expect.arrayContaining([
        'homeward_alerts_open{tier="high",state="raised"} 1',
        'homeward_alerts_open{tier="medium",state="raised"} 0',
      ]),
    );
    clinician.clock.advance(hourMs);
    await eventually(
      () => figuresOf('homeward_alert_breaches_total'),
      (lines) => lines.includes('homeward_alert_breaches_total{tier="high"} 2'),
    );
  });
});
