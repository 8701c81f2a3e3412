/** Real: Postgres, the Postgres log, HTTP. A test's own: the clock, and what comes off the log. */
import {
  type AlertingHealth,
  canaryDeviceId,
  canaryPatientId,
  canaryPlan,
  instant,
  type Score,
  type Signal,
} from '#libs/contracts';
import { aScore, aSignal, eventually } from '#libs/fixtures';
import { type RunningClinician, startClinician } from '../../running-clinician.harness.ts';

describe('whether alerts arrive', () => {
  let clinician: RunningClinician;

  beforeAll(async () => {
    clinician = await startClinician({ CANARY_SECONDS: '30' });
  }, 60_000);

  afterAll(() => clinician.stop());

  const health = async (): Promise<AlertingHealth> => {
    // Without sign-in.
    const answer = await fetch(`${clinician.url}/api/v1/alerting/health`);
    return (await answer.json()) as AlertingHealth;
  };
  const send = async (secondsAgo: number): Promise<void> => {
    const [score, signal] = ofCanary(new Date(clinician.clock.now().getTime() - secondsAgo * 1000));
    await clinician.publish('scores', [{ key: canaryPatientId, event: score }]);
    await clinician.publish('signals', [{ key: canaryPatientId, event: signal }]);
  };

  it('is answered before anything came, and soon with what the auditor found and what is wrong with the cover', async () => {
    expect(await health()).toMatchObject({ canary: { state: 'starting', ageSeconds: null, lastAt: null } });
    const { auditor, cover } = await eventually(health, (answer) => answer.cover !== null, { what: 'a first audit' });
    expect(auditor).toEqual({ late: 0, missing: 0, checkedAt: instant(clinician.clock.now()) });
    expect(cover).toEqual({ gaps: 0, unreachable: 0, wardsWithoutPolicy: 0 });
  });

  it('is proved by what comes of the canary by both groups, and a stream hears of the change', async () => {
    const nurse = await clinician.as('nurse');
    const stream = await nurse.stream('/v1/live');
    await send(1);
    const { canary } = await eventually(health, ({ canary: { state } }) => state === 'ok', {
      what: 'the canary is ok',
    });
    expect(canary).toMatchObject({ ageSeconds: expect.any(Number), lastAt: instant(clinician.clock.now()) });
    expect(await readUntil(stream, 'event: alerting')).toContain('"state":"ok"');
  });

  it('is not proved by what comes late, out of a backlog', async () => {
    const { canary: before } = await health();
    clinician.clock.advance(10 * 60_000);
    await send(9 * 60);
    await send(1);
    const { canary } = await eventually(health, ({ canary: { lastAt } }) => lastAt !== before.lastAt, {
      what: 'the newer of the two is an arrival',
    });
    expect(canary.lastAt).toBe(instant(clinician.clock.now()));
  });

  it('leaves no trace of the canary with patients, alerts, charts and audit', async () => {
    const nurse = await clinician.as('nurse');
    expect((await nurse.get(`/v1/patients/${canaryPatientId}`)).status).toBe(404);
    for (const table of ['score', 'alert_signal', 'audit', 'charted_readings']) {
      const { rows } = await clinician.database.pool.query(`select 1 from ${table} where patient_id = $1`, [
        canaryPatientId,
      ]);
      expect([table, rows]).toEqual([table, []]);
    }
  });

  it('keeps the device of the canary from being registered', async () => {
    const administrator = await clinician.as('administrator');
    const gateway = (await administrator.post<{ gatewayId: string }>('/v1/gateways', { name: 'Hub' })).body;
    const device = { deviceId: canaryDeviceId, gatewayId: gateway.gatewayId, kind: 'other' };
    const refused = await administrator.post<{ code: string }>('/v1/devices', device);
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid-request']);
  });
});

/** A score and its signal, as the scoring service publishes them of the canary. */
function ofCanary(takenAt: Date): readonly [Score, Signal] {
  const { stay } = canaryPlan;
  if (stay === null) throw new Error('The canary has no stay.');
  const { stayId } = stay;
  const score = aScore(canaryPatientId, takenAt);
  return [score, aSignal({ patientId: canaryPatientId, stayId }, ['low', 'high', takenAt], { score })];
}

async function readUntil(stream: Response, wanted: string): Promise<string> {
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; ;) {
    const part = await reader?.read();
    text += part?.value ?? '';
    if (!text.includes(wanted) && part?.done !== true) continue;
    await reader?.cancel();
    return text;
  }
}
