import { type ObservationCode, type PathwayFile, type RuleBook, ruleBookOf } from '#libs/clinical';
import { instant, type Instant, type MonitoringPlan, type ReplayReport, WardId } from '#libs/contracts';
import type { Database } from '#libs/database';
import { PatientFixture, shocked, well } from '#libs/fixtures';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import pg from 'pg';
import { replica, startScoringDatabase } from '../scoring.harness.ts';
import { replay } from './replay.service.ts';
import { isReproduction } from './replay-report.ts';

// Real: Postgres, the scoring service, the rule sets that come with Homeward. Made up: the log, the time.

const minutesADay = 1440;
const noonMs = Date.UTC(2026, 10, 21, 12);
const at = (minute: number): Instant => instant(noonMs + minute * 60_000);

describe('a replay of a real scoring database', () => {
  let database: Database;
  let stop: () => Promise<void>;
  let live: RuleBook;
  let client: pg.Client;

  beforeAll(async () => {
    const server = await startScoringDatabase();
    ({ database, stop } = server);
    live = await readRuleBook([builtInRuleSets]);
    client = new pg.Client({ connectionString: server.url, options: '-c search_path=scoring' });
    await client.connect();
    await fillTheDatabase();
  }, 120_000);
  afterAll(async () => {
    await client.end();
    await stop();
  });

  /** Eight patients over four days, on different pathways: well and ill, silent, poor in signal, late, retracted; and an outage. */
  async function fillTheDatabase(): Promise<void> {
    const { scoring, outages, ruleBook, atMinute } = replica(database);
    ruleBook.current = live;
    const pathways = ['acute-respiratory', 'heart-failure', 'frailty', 'diabetes', 'complex-maternity', 'end-of-life'];
    const patients = [...pathways, 'general', 'cystic-fibrosis'].map((pathway) => ({
      pathway,
      patient: new PatientFixture(pathway),
    }));
    for (const { patient, pathway } of patients) await scoring.follow([planOf(patient, 0, pathway)]);
    const noise = seeded(7);
    for (let minute = 30; minute <= 4 * minutesADay; minute += 30) {
      await outages.record([{ at: at(minute), outages: minute < 2500 ? [] : [{ from: at(2100), until: at(2450) }] }]);
      await atMinute(minute);
      for (const { patient, pathway } of patients) {
        // Some nights nothing comes, of one patient for a whole day.
        if (noise() < 0.35 || (pathway === 'frailty' && minute > 2000 && minute < 3600)) continue;
        const values = noise() < 0.12 ? shocked : { ...well, 'pulse-rate': 70 + Math.round(noise() * 50) };
        const extra = {
          'body-weight': 80 + Math.round(minute / 600) / 2,
          'blood-glucose': 3 + Math.round(noise() * 12),
        };
        const quality = noise() < 0.2 ? { quality: { perfusionIndex: 0.1 } } : {};
        const set = patient.reads(minute - Math.round(noise() * 300), { ...values, ...extra }, quality);
        await scoring.record([set]);
        if (noise() < 0.05) await scoring.record([patient.retracts(minute, set, ['pulse-rate'])]);
      }
      if (minute === 1500) {
        for (const { patient, pathway } of patients.slice(0, 3)) {
          const changes: Partial<MonitoringPlan> = {
            oxygenScale: pathway === 'acute-respiratory' ? patient.scale2(1500, 3000) : null,
            thresholds: [patient.limit('pulse-rate', 100, 4000)],
            pauses: [patient.pause(1600, 1900)],
          };
          await scoring.follow([planOf(patient, minute, pathway, changes)]);
        }
      }
    }
    await atMinute(4 * minutesADay);
  }

  function planOf(
    patient: PatientFixture,
    minute: number,
    pathway: string,
    changes: Partial<MonitoringPlan> = {},
  ): MonitoringPlan {
    const stay = { ...patient.stay(0), pathway };
    return patient.plan(minute, { stay, ruleSet: { id: pathway, version: 1 }, ...changes });
  }

  function ask(trial: RuleBook, asked: Partial<ReplayReport> = {}): Promise<ReplayReport> {
    const question = { rules: 'for the test', from: at(0), to: at(4 * minutesADay), wardId: null, ...asked };
    return replay({ client, question, live, trial });
  }

  function bookWith(change: (file: PathwayFile) => PathwayFile): RuleBook {
    const files = [
      ...live.charts.map(({ file }) => file),
      ...live.generalRules.map(({ file }) => file),
      ...live.pathways.map(({ file }) => change(file)),
    ];
    return ruleBookOf(files.map((json) => ({ name: `${json.id}.json`, json })));
  }

  it('comes to what live published, signal by signal and score by score, when it goes by the live rules', async () => {
    const report = await ask(live);
    expect(report.signals).toMatchObject({ different: 0, first: [] });
    expect(report.scores).toMatchObject({ different: 0, first: [] });
    expect(isReproduction(report)).toBe(true);
    expect(report.signals.compared).toBeGreaterThan(100);
    expect(report.scores.compared).toBeGreaterThan(500);
    expect(report.alerts.every(({ outcome }) => outcome === 'same')).toBe(true);
    const kinds = new Set(report.byCondition.map(({ condition }) => condition.replace(/:.*/u, '')));
    expect(kinds).toEqual(new Set(['score', 'silence', 'threshold', 'trend']));
    expect(report.patients).toBe(8);
    expect(report.patientDays).toBe(32);
  });

  it('does so for any part of the time, and for one ward', async () => {
    const from = at(1437);
    const to = at(3611);
    const part = await ask(live, { from, to });
    expect(isReproduction(part)).toBe(true);
    expect(part.signals.compared).toBeGreaterThan(50);
    expect(part.patientDays).toBeCloseTo((8 * (3611 - 1437)) / minutesADay, 1);
    const nowhere = WardId.parse('00000000-0000-4000-8000-000000000009');
    expect(await ask(live, { wardId: nowhere })).toMatchObject({ patients: 0, patientDays: 0, alerts: [] });
  });

  it('gives the same report again, to the letter', async () => {
    const trial = bookWith((file) => ({ ...file, thresholds: [] }));
    expect(JSON.stringify(await ask(trial))).toBe(JSON.stringify(await ask(trial)));
  });

  it('says what would be lost without thresholds, and what would be new with another', async () => {
    const quickPulse = {
      id: 'quick-pulse',
      code: 'pulse-rate',
      direction: 'above',
      limit: 115,
      tier: 'medium',
      reason: 'for the test',
    } as const;
    const trial = bookWith((file) => ({
      ...file,
      measures: withMeasure(file, 'pulse-rate'),
      // A threshold that could never fire is refused.
      thresholds: file.escalation.alertAtMost === 'none' ? [] : [quickPulse],
    }));
    const report = await ask(trial);
    const newAlerts = report.byCondition.find(({ condition }) => condition === 'threshold:quick-pulse');
    expect(newAlerts).toMatchObject({ live: 0 });
    expect(newAlerts?.new).toBeGreaterThan(0);
    expect(
      report.byCondition.some(({ condition, lost }) => condition.startsWith('threshold:glucose') && lost > 0),
    ).toBe(true);
    expect(report.scores.different).toBe(0);
  });

  it('says which scores differ, and why, where values hold for less time', async () => {
    const trial = bookWith((file) => ({
      ...file,
      measures: file.measures.map((measure) => ({ ...measure, validForMinutes: 30 })),
    }));
    const { scores } = await ask(trial);
    expect(scores.different).toBeGreaterThan(0);
    expect(scores.because.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['validity']));
    expect(scores.first[0]).toMatchObject({ because: expect.any(String) });
  });

  it('says that it is the ceiling where no alert is raised any more', async () => {
    const report = await ask(bookWith((file) => ({ ...file, escalation: { alertAtMost: 'low-medium' } })));
    const lost = report.alerts.filter(({ outcome, condition }) => outcome === 'lost' && condition !== 'silence');
    expect(lost.length).toBeGreaterThan(0);
    expect(new Set(lost.map(({ because }) => because))).toEqual(new Set(['ceiling']));
  });

  it('touches nothing', async () => {
    const before = await everything();
    await ask(bookWith((file) => ({ ...file, ladder: [] })));
    expect(await everything()).toEqual(before);
  });

  async function everything(): Promise<unknown> {
    const { rows } = await database.pool.query(
      `SELECT (SELECT md5(string_agg(history_entry::text, '' ORDER BY patient_id, at)) FROM history_entry) AS entries,
              (SELECT md5(string_agg(signal::text, '' ORDER BY id)) FROM signal) AS signals,
              (SELECT md5(string_agg(patient_state::text, '' ORDER BY patient_id)) FROM patient_state) AS states`,
    );
    return rows;
  }
});

function withMeasure(file: PathwayFile, code: ObservationCode): PathwayFile['measures'] {
  if (file.measures.some((measure) => measure.code === code)) return file.measures;
  return [...file.measures, { code, everyMinutes: null }];
}

/** Numbers from 0 up to 1, the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
