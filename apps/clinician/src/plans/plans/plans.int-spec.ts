/** Real: HTTP, Postgres, the Postgres log. A test's own: the clock. */
import type { RuleBook } from '#libs/clinical';
import {
  type MonitoringPlan,
  type Page,
  type PatientId,
  Plan,
  type Problem,
  type StayId,
  type Task,
  type WardId,
} from '#libs/contracts';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { eventually } from '#libs/fixtures';
import { AuditService } from '../../commands/audit/audit.service.ts';
import { AuditStore } from '../../commands/audit/audit.store.ts';
import { Hook } from '../../commands/hook.service.ts';
import {
  admit,
  type Caller,
  createWard,
  registerPatient,
  type RunningClinician,
  startClinician,
} from '../../running-clinician.harness.ts';
import { PlansService } from './plans.service.ts';

const hours = (count: number): number => count * 3_600_000;
const days = (count: number): number => hours(24 * count);

describe('A monitoring plan', () => {
  let clinician: RunningClinician;
  let operations: Caller;
  let nurse: Caller;
  let prescriber: Caller;
  let published: readonly MonitoringPlan[];

  beforeAll(async () => {
    clinician = await startClinician();
    [operations, nurse, prescriber] = await Promise.all([
      clinician.as('operations'),
      clinician.as('nurse'),
      clinician.as('prescriber'),
    ]);
    published = await clinician.published('monitoring-plans');
  }, 60_000);
  afterAll(() => clinician.stop());

  const ahead = (milliseconds: number): string =>
    new Date(clinician.clock.now().getTime() + milliseconds).toISOString();
  const planOf = async (patientId: PatientId, query = ''): Promise<Plan> =>
    (await nurse.get<Plan>(`/v1/patients/${patientId}/plan${query}`)).body;
  const put = (by: Caller, patientId: PatientId, change: object) =>
    by.put<Plan & Problem>(`/v1/patients/${patientId}/plan`, change);
  const tasksOf = async (patientId: PatientId): Promise<readonly Task[]> =>
    (await nurse.get<Page<Task>>(`/v1/tasks?patientId=${patientId}`)).body.items;
  const publishedPlan = async (patientId: PatientId, revision: number): Promise<MonitoringPlan | undefined> =>
    eventually(
      () => Promise.resolve(published.find((plan) => plan.patientId === patientId && plan.revision === revision)),
      (plan) => plan !== undefined,
    );

  async function admitted(
    pathway = 'acute-respiratory',
    over: Record<string, string> = {},
  ): Promise<{ patientId: PatientId; stayId: StayId; wardId: WardId }> {
    const wardId = await createWard(operations);
    const patientId = await registerPatient(nurse, over);
    return { wardId, patientId, stayId: await admit(nurse, { patientId, wardId, pathway }) };
  }
  const scale2 = (reviewAt: string) => ({ oxygenScale: { scale: 2, reason: 'Hypercapnic failure', reviewAt } });
  const fastPulse = (reviewAt: string) => ({
    effect: 'alert',
    code: 'pulse-rate',
    direction: 'above',
    limit: 120,
    tier: 'medium',
    reason: 'Fast atrial fibrillation last year',
    reviewAt,
  });

  it('follows the newest rules of the pathway', async () => {
    const { patientId } = await admitted('heart-failure');
    const plan = await planOf(patientId);
    expect(Plan.parse(plan)).toMatchObject({
      pathway: 'heart-failure',
      ruleSet: { id: 'heart-failure', version: 1, chart: 'news2-2017' },
      monitoring: 'intermittent',
      thresholds: [],
      ceilingOfCare: null,
    });
    expect(plan.dueEveryMinutes).toHaveProperty('body-weight');
  });

  it('is of a pathway that there is: an admission to another is refused, with those that there are', async () => {
    const [wardId, patientId] = [await createWard(operations), await registerPatient(nurse)];
    const { status, body } = await nurse.post<Problem>('/v1/stays', { patientId, wardId, pathway: 'heart-failur' });
    expect([status, body.code]).toEqual([400, 'unknown-pathway']);
    expect(body.errors).toEqual([{ path: 'pathway', message: expect.stringContaining('heart-failure') }]);
  });

  it('goes to the other services with everything that was decided', async () => {
    const { patientId } = await admitted();
    const change = {
      thresholds: [fastPulse(ahead(days(30)))],
      monitoring: 'continuous',
      validityMinutes: { temperature: 360 },
      dueEveryMinutes: { temperature: 240, 'peak-flow': null },
      latenessHours: 48,
      reason: 'Readmitted twice this month',
    };
    const { status, body } = await put(nurse, patientId, change);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      monitoring: 'continuous',
      latenessHours: 48,
      thresholds: [{ code: 'pulse-rate', limit: 120, decidedBy: { name: 'A nurse' } }],
    });
    expect(body.validityMinutes).toMatchObject({ temperature: 300, 'pulse-rate': 15 });
    expect(body.dueEveryMinutes).toMatchObject({ temperature: 240, 'peak-flow': null });
    expect(await publishedPlan(patientId, body.revision)).toMatchObject({
      ruleSet: { id: 'acute-respiratory', version: 1 },
      validityMinutes: { temperature: 360 },
      dueEveryMinutes: { temperature: 240, 'peak-flow': null },
      thresholds: body.thresholds,
    });
  });

  it('can be tightened by a nurse, and is loosened by a prescriber alone: the refusal names part and permission', async () => {
    const { patientId } = await admitted();
    const accept = { ...fastPulse(ahead(days(30))), effect: 'accept', limit: 105, tier: undefined };
    const change = {
      thresholds: [fastPulse(ahead(days(30))), accept],
      ceilingOfCare: { alertAtMost: 'medium', reason: 'Agreed with the family' },
    };
    const refused = await put(nurse, patientId, change);
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    expect(refused.body.errors).toEqual([
      { path: 'ceilingOfCare', message: expect.stringContaining('"prescribe"') as string },
      { path: 'thresholds.1', message: expect.stringContaining('"prescribe"') as string },
    ]);
    expect(
      await put(await clinician.as('healthcare-assistant'), patientId, { monitoring: 'continuous' }),
    ).toMatchObject({ status: 403 });
    expect((await planOf(patientId)).thresholds).toEqual([]);
    const { body } = await put(prescriber, patientId, change);
    expect(body.thresholds.map(({ effect }) => effect)).toEqual(['alert', 'accept']);
    const kept = await put(nurse, patientId, { thresholds: body.thresholds, latenessHours: 12 });
    expect(kept.body.thresholds).toEqual(body.thresholds);
  });

  it('refuses misspelt members, each by its path, and changes nothing', async () => {
    const { patientId } = await admitted();
    const misspelt = { thresholds: [{ ...fastPulse(ahead(days(30))), teir: 'high' }], monitorring: 'continuous' };
    const { status, body } = await put(nurse, patientId, misspelt);
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    expect(body.errors?.map(({ path }) => path)).toEqual(['thresholds.0.teir', 'monitorring']);
    expect(await planOf(patientId)).toMatchObject({ thresholds: [], monitoring: 'intermittent' });
  });

  it('refuses what contradicts itself, with every fault, and changes nothing', async () => {
    const { patientId } = await admitted();
    const before = await planOf(patientId);
    const { status, body } = await put(prescriber, patientId, {
      thresholds: [
        { ...fastPulse(ahead(days(30))), limit: 900 },
        { ...fastPulse(ahead(days(400))), effect: 'accept' },
      ],
    });
    expect([status, body.code]).toEqual([422, 'plan-refused']);
    expect(body.errors?.map(({ path }) => path)).toEqual([
      'thresholds.0.limit',
      'thresholds.1.tier',
      'thresholds.1.reviewAt',
    ]);
    expect(await planOf(patientId)).toEqual(before);
  });

  it('keeps who changed it, why and when', async () => {
    const { patientId } = await admitted();
    const { body } = await put(nurse, patientId, { monitoring: 'continuous', reason: 'Worse at night' });
    const changes = await new AuditService(new AuditStore(clinician.database)).of({ kind: 'plan', id: patientId });
    expect(changes.at(-1)).toMatchObject({
      at: clinician.clock.now().toISOString(),
      by: { name: 'A nurse' },
      command: 'change-plan',
      revision: body.revision,
      text: 'Changed monitoring: Worse at night',
      facts: { changed: ['monitoring'] },
    });
  });

  it('is not changed by a page that has not seen what a colleague decided meanwhile', async () => {
    const { patientId } = await admitted();
    const path = `/v1/patients/${patientId}/plan`;
    const seen = await nurse.get<Plan>(path);
    expect(seen.headers.get('etag')).toBe(`"${String(seen.body.revision)}"`);
    await put(nurse, patientId, { thresholds: [fastPulse(ahead(days(30)))], reason: 'Fast at night' });
    const stale = await prescriber.put<Problem>(
      path,
      { thresholds: [] },
      { 'if-match': seen.headers.get('etag') ?? '' },
    );
    expect(stale).toMatchObject({
      status: 412,
      body: {
        code: 'changed-meanwhile',
        currentRevision: seen.body.revision + 1,
        changes: [{ by: { name: 'A nurse' }, text: 'Changed thresholds: Fast at night' }],
        current: { thresholds: [{ limit: 120 }] },
      },
    });
    expect((await planOf(patientId)).thresholds).toHaveLength(1);
    const fresh = await prescriber.put<Plan>(
      path,
      { thresholds: [] },
      { 'if-match': `"${String(seen.body.revision + 1)}"` },
    );
    expect(fresh).toMatchObject({ status: 200, body: { thresholds: [] } });
    expect(fresh.headers.get('etag')).toBe(`"${String(seen.body.revision + 2)}"`);
  });

  it('can be seen as it was known at any time', async () => {
    const { patientId } = await admitted();
    const before = clinician.clock.now().toISOString();
    clinician.clock.advance(hours(1));
    await put(prescriber, patientId, scale2(ahead(days(1))));
    clinician.clock.advance(days(2));
    const asOf = (time: string) => `?asOf=${encodeURIComponent(time)}`;
    expect((await planOf(patientId, asOf(before))).oxygenScale).toBeNull();
    expect((await planOf(patientId, asOf(ahead(-days(1.5))))).oxygenScale).toMatchObject({ scale: 2 });
    expect((await planOf(patientId)).lapsedOxygenScale).toMatchObject({ scale: 2 });
    const early = await nurse.get(`/v1/patients/${patientId}/plan${asOf('2020-01-01T00:00:00Z')}`);
    expect(early).toMatchObject({ status: 404, body: { code: 'patient-not-found' } });
    const late = await nurse.get(`/v1/patients/${patientId}/plan${asOf(ahead(1))}`);
    expect(late).toMatchObject({ status: 422, body: { code: 'as-of-in-future' } });
  });

  describe('lapses by the clock alone', () => {
    it('from scale 2 to scale 1 at the review date, with a task that says what, by whom and why', async () => {
      const { patientId } = await admitted();
      const reviewAt = ahead(days(7));
      await put(prescriber, patientId, scale2(reviewAt));
      clinician.clock.set(new Date(Date.parse(reviewAt) - 1));
      expect(await planOf(patientId)).toMatchObject({ oxygenScale: { scale: 2 }, lapsedOxygenScale: null });
      expect(await tasksOf(patientId)).toEqual([]);
      clinician.clock.advance(1);
      expect(await planOf(patientId)).toMatchObject({ oxygenScale: null, lapsedOxygenScale: { scale: 2 } });
      const [task, ...others] = await tasksOf(patientId);
      expect(others).toEqual([]);
      expect(task).toMatchObject({ kind: 'review-oxygen-scale', state: 'open', dueAt: reviewAt });
      expect(task?.words).toMatch(/SpO2 scale 2 has lapsed.*A prescriber.*2026: Hypercapnic failure\./);
    });

    it('and a renewal before or after that replaces the task', async () => {
      const { patientId } = await admitted();
      await put(prescriber, patientId, scale2(ahead(days(1))));
      await put(prescriber, patientId, scale2(ahead(days(3))));
      clinician.clock.advance(days(2));
      expect(await tasksOf(patientId)).toEqual([]);
      clinician.clock.advance(days(1));
      expect(await tasksOf(patientId)).toMatchObject([{ state: 'open' }]);
      await put(prescriber, patientId, scale2(ahead(days(5))));
      expect(await planOf(patientId)).toMatchObject({ oxygenScale: { scale: 2 }, lapsedOxygenScale: null });
      expect((await tasksOf(patientId)).filter(({ state }) => state === 'open')).toEqual([]);
      await put(prescriber, patientId, { oxygenScale: null });
      clinician.clock.advance(days(5));
      expect((await tasksOf(patientId)).filter(({ state }) => state === 'open')).toEqual([]);
      expect(await planOf(patientId)).toMatchObject({ oxygenScale: null, lapsedOxygenScale: null });
    });

    it('for a personal threshold and for a ceiling of care', async () => {
      const { patientId } = await admitted();
      const { body } = await put(prescriber, patientId, {
        thresholds: [fastPulse(ahead(hours(10)))],
        ceilingOfCare: {
          alertAtMost: 'none',
          instruction: 'Call the palliative care team',
          reason: 'Her own wish',
          reviewAt: ahead(hours(12)),
        },
      });
      expect(body.escalation).toEqual({ alertAtMost: 'none', instruction: 'Call the palliative care team' });
      clinician.clock.advance(hours(10));
      expect(await planOf(patientId)).toMatchObject({ thresholds: [], ceilingOfCare: { alertAtMost: 'none' } });
      clinician.clock.advance(hours(2));
      expect(await planOf(patientId)).toMatchObject({ ceilingOfCare: null, escalation: { alertAtMost: 'high' } });
      const tasks = await tasksOf(patientId);
      expect(tasks.map(({ kind, words }) => [kind, words])).toEqual([
        [
          'review-threshold',
          expect.stringMatching(/pulse above 120 per minute alerts as medium.*Fast atrial/) as string,
        ],
        ['review-ceiling', expect.stringMatching(/no alert is raised, "Call.*Her own wish/) as string],
      ]);
    });

    it('for a target saturation, which a prescriber alone decides and the other services hear of', async () => {
      const { patientId } = await admitted();
      const targetSaturation = { from: 92, to: 96, reason: 'Usual for him', reviewAt: ahead(hours(10)) };
      expect((await put(nurse, patientId, { targetSaturation })).status).toBe(403);
      const { body } = await put(prescriber, patientId, { targetSaturation });
      expect(body.targetSaturation).toMatchObject({ from: 92, to: 96, prescribedBy: { name: 'A prescriber' } });
      expect((await publishedPlan(patientId, body.revision))?.targetSaturation).toEqual(body.targetSaturation);
      const refused = await put(prescriber, patientId, scale2(ahead(days(10))));
      expect(refused).toMatchObject({ status: 422, body: { code: 'plan-refused', errors: [{ path: 'oxygenScale' }] } });
      clinician.clock.advance(hours(10));
      expect((await planOf(patientId)).targetSaturation).toBeNull();
      expect(await tasksOf(patientId)).toMatchObject([
        { kind: 'review-threshold', words: expect.stringContaining('The target saturation of 92 to 96 %') as string },
      ]);
    });

    it('for an absence, which a nurse decides, a prescriber alone silences, and the other services hear of', async () => {
      const { patientId } = await admitted();
      const alert = { absence: { backWithinMinutes: 30 }, tier: 'high', response: 'ring her daughter' };
      const asked = { code: 'bed-left', alert, reason: 'Fell twice at night', reviewAt: ahead(hours(10)) };
      expect(await put(nurse, patientId, { absences: [{ ...asked, alert: null }] })).toMatchObject({
        status: 403,
        body: { errors: [{ path: 'absences.0' }] },
      });
      const between = { from: '22:00', until: '22:00' };
      const faulty = { ...asked, alert: { ...alert, absence: { between, backWithinMinutes: 30 } } };
      expect(await put(nurse, patientId, { absences: [faulty] })).toMatchObject({
        status: 422,
        body: { code: 'plan-refused', errors: [{ path: 'absences.0.alert.absence.between.until' }] },
      });
      const { body } = await put(nurse, patientId, { absences: [asked] });
      expect(body.absences).toMatchObject([{ code: 'bed-left', alert, decidedBy: { name: 'A nurse' } }]);
      expect((await publishedPlan(patientId, body.revision))?.absences).toEqual(body.absences);
      // What was read may be sent back.
      expect((await put(nurse, patientId, { absences: body.absences, latenessHours: 12 })).body.absences).toEqual(
        body.absences,
      );
      clinician.clock.advance(hours(10));
      expect((await planOf(patientId)).absences).toEqual([]);
      expect(await tasksOf(patientId)).toMatchObject([
        { kind: 'review-threshold', words: expect.stringContaining('What the plan says of an absence') as string },
      ]);
    });

    it('and that no chart is for a patient under 16, who is admitted with a reason only, at their birthday', async () => {
      const patientId = await registerPatient(nurse, { birthDate: '2011-06-15' });
      const stay = { patientId, wardId: await createWard(operations), pathway: 'acute-respiratory' };
      expect(await nurse.post('/v1/stays', stay)).toMatchObject({ status: 422, body: { code: 'no-chart-applies' } });
      const reason = 'Nowhere else can take her today';
      const { body } = await nurse.post<{ id: StayId }>('/v1/stays', { ...stay, noChartReason: reason });
      const history = await nurse.get<{ items: unknown[] }>(`/v1/stays/${body.id}/history`);
      expect(JSON.stringify(history.body.items)).toContain(reason);
      expect(await planOf(patientId)).toMatchObject({
        exclusion: 'under-16',
        scoredFrom: '2027-06-14T23:00:00.000Z',
      });
      clinician.clock.set(new Date('2027-06-14T22:59:59.999Z'));
      expect((await planOf(patientId)).exclusion).toBe('under-16');
      clinician.clock.advance(1);
      expect(await planOf(patientId)).toMatchObject({ exclusion: null, scoredFrom: null });
    });

    it('and the obstetric chart four weeks after a pregnancy has ended', async () => {
      const { patientId } = await admitted('frailty');
      await put(nurse, patientId, { pregnancy: {} });
      const chart = async () => (await planOf(patientId)).ruleSet.chart;
      expect(await chart()).toBe('obstetric-meows-2012');
      const endedAt = clinician.clock.now().toISOString();
      await put(nurse, patientId, { pregnancy: { endedAt } });
      clinician.clock.advance(28 * 24 * 3_600_000 - 1);
      expect(await chart()).toBe('obstetric-meows-2012');
      clinician.clock.advance(1);
      expect(await chart()).toBe('news2-2017');
      expect(await put(nurse, patientId, { pregnancy: null })).toMatchObject({ status: 403 });
    });
  });

  it('keeps after a discharge what is true of the patient, cancels the reviews, and has them again with the next stay', async () => {
    const { patientId, stayId, wardId } = await admitted();
    await put(prescriber, patientId, { ...scale2(ahead(days(3))), monitoring: 'continuous' });
    await nurse.post(`/v1/stays/${stayId}/discharge`);
    clinician.clock.advance(days(4));
    expect(await planOf(patientId)).toMatchObject({ monitoring: 'intermittent', lapsedOxygenScale: { scale: 2 } });
    expect((await tasksOf(patientId)).filter(({ state }) => state === 'open')).toEqual([]);
    await admit(nurse, { patientId, wardId });
    expect((await tasksOf(patientId)).filter(({ state }) => state === 'open')).toMatchObject([
      { kind: 'review-oxygen-scale' },
    ]);
  });

  it('leaves no task of a stay that ends while its plan is being changed', async () => {
    const patients = await Promise.all(Array.from({ length: 8 }, () => admitted()));
    const answers = await Promise.all(
      patients.flatMap(({ patientId, stayId }, index) => [
        put(prescriber, patientId, scale2(ahead(hours(1)))),
        nurse.post<Problem>(`/v1/stays/${stayId}/discharge`),
        put(prescriber, patientId, { thresholds: [fastPulse(ahead(hours(1 + index)))] }),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    clinician.clock.advance(days(1));
    for (const { patientId } of patients) {
      expect((await tasksOf(patientId)).filter(({ state }) => state === 'open')).toEqual([]);
      expect((await planOf(patientId)).revision).toBe(5);
    }
  });

  it('pauses the waiting for readings, which resumes by itself', async () => {
    const { patientId, stayId } = await admitted();
    const path = `/v1/patients/${patientId}/pauses`;
    const asleep = { reason: 'asleep', until: ahead(hours(8)) };
    const begun = await nurse.post<{ id: string }>(path, asleep);
    expect(begun).toMatchObject({ status: 201, body: { ...asleep, decidedBy: { name: 'A nurse' } } });
    expect(await nurse.post(path, { reason: 'away', until: ahead(hours(1)) })).toMatchObject({
      status: 409,
      body: { code: 'pause-overlaps' },
    });
    const { body: later } = await nurse.post<{ id: string }>(path, {
      reason: 'away',
      from: asleep.until,
      until: ahead(hours(9)),
    });
    const { revision, pauses } = await planOf(patientId);
    expect(pauses.map(({ id }) => id)).toEqual([begun.body.id, later.id]);
    expect((await publishedPlan(patientId, revision))?.pauses).toEqual(pauses);
    clinician.clock.advance(hours(8));
    expect((await nurse.get<Page<object>>(path)).body.items).toMatchObject([{ id: later.id }]);
    clinician.clock.advance(hours(0.5));
    expect(await nurse.post(`${path}/${later.id}/end`)).toMatchObject({ status: 200, body: { until: ahead(0) } });
    expect(await nurse.post(`${path}/${later.id}/end`)).toMatchObject({
      status: 404,
      body: { code: 'pause-not-found' },
    });
    expect((await planOf(patientId)).pauses).toEqual([]);

    await nurse.post(path, { reason: 'in-hospital', until: ahead(days(10)) });
    await nurse.post(`/v1/stays/${stayId}/discharge`);
    expect((await planOf(patientId)).pauses).toEqual([]);
    expect(await nurse.post(path, asleep)).toMatchObject({ status: 409, body: { code: 'patient-not-admitted' } });
  });

  it('does not start without the rules that a plan names', async () => {
    await admitted('heart-failure');
    const book = await readRuleBook([builtInRuleSets]);
    const without: RuleBook = {
      ...book,
      pathway: (id, version) => (id === 'heart-failure' ? undefined : book.pathway(id, version)),
    };
    const serviceWith = (current: RuleBook) =>
      new PlansService(
        // Nothing else of it is asked at the start.
        undefined as never,
        new AuditService(new AuditStore(clinician.database)),
        { registered: new Hook(), corrected: new Hook() } as never,
        undefined as never,
        undefined as never,
        { current },
        clinician.clock,
      );
    await expect(serviceWith(without).onModuleInit()).rejects.toThrow(
      /pathways\/heart-failure\.v1\.json: Found none; expected/,
    );
    await expect(serviceWith(book).onModuleInit()).resolves.toBeUndefined();
  });

  it('shows the rule sets that plans follow', async () => {
    const { body } = await operations.get<Page<{ key: string; kind: string }>>('/v1/rule-sets');
    expect(body.items.map(({ key }) => key)).toEqual(expect.arrayContaining(['heart-failure@1', 'news2-2017']));
    for (const { key, kind } of body.items) {
      expect(await operations.get(`/v1/rule-sets/${key}`)).toMatchObject({ status: 200, body: { kind } });
    }
    expect(await operations.get('/v1/rule-sets/heart-failure')).toMatchObject({ body: { version: 1 } });
    expect(await operations.get('/v1/rule-sets/phrenology')).toMatchObject({
      status: 404,
      body: { code: 'rule-set-not-found' },
    });
  });
});
