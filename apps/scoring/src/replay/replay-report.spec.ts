import {
  conditionOf,
  derivedId,
  instant,
  PatientId,
  type ReplayedAlert,
  type ReplayReport,
  StayId,
} from '#libs/contracts';
import type { ScoreInShort } from '../composition/stored-history.ts';
import { type PatientOutcome, ReplayTally } from './replay-report.ts';
import { reportPage } from './report-page.ts';
import { reportTable } from './report-table.ts';
import { differenceBetween } from './score-comparison.ts';

const patientId = PatientId.parse(derivedId('test-patient', 'one'));
const stayId = StayId.parse(derivedId('test-stay', 'one'));
const noonMs = Date.UTC(2026, 10, 21, 12);
const noon = instant(noonMs);

function anAlert(changes: Partial<ReplayedAlert>): ReplayedAlert {
  const facts = { patientId, stayId, condition: conditionOf('score'), tier: 'high', outcome: 'same' } as const;
  return { ...facts, liveAt: noon, replayedAt: noon, leadMinutes: 0, because: null, ...changes };
}

function anOutcome(changes: Partial<PatientOutcome> = {}): PatientOutcome {
  return {
    patientId,
    readingTimes: 100,
    scores: 90,
    staysMs: 2 * 86_400_000,
    alerts: [],
    differentScores: [],
    differentSignals: [],
    signals: 4,
    alertsByDay: new Map(),
    ...changes,
  };
}

function reportOf(outcomes: readonly PatientOutcome[], rules = 'new.json'): ReplayReport {
  const tally = new ReplayTally({ rules, from: noon, to: instant(noonMs + 86_400_000), wardId: null });
  for (const outcome of outcomes) tally.add(outcome);
  return tally.report();
}

const several = reportOf([
  anOutcome({
    alerts: [
      anAlert({}),
      anAlert({ outcome: 'earlier', leadMinutes: 20, because: 'score' }),
      anAlert({ outcome: 'later', leadMinutes: -300, because: 'score', tier: 'medium' }),
      anAlert({ outcome: 'lost', leadMinutes: null, replayedAt: null, because: 'ceiling' }),
      anAlert({
        outcome: 'new',
        leadMinutes: null,
        liveAt: null,
        because: 'trend',
        condition: conditionOf('trend', 'a'),
      }),
    ],
    alertsByDay: new Map([['2026-11-21', { live: 4, replayed: 4 }]]),
  }),
  anOutcome({
    differentScores: [
      {
        patientId,
        at: noon,
        because: 'validity',
        live: { total: 5, min: 5, max: 5, tier: 'medium' },
        replayed: { total: null, min: 3, max: 9, tier: 'low' },
      },
    ],
  }),
]);

describe('the report of a replay', () => {
  it('counts alerts on either side, by tier and by condition, and for each day of a patient', () => {
    expect(several.alertsPerPatientDay).toEqual({ live: 1, replayed: 1 });
    expect(several.byTier).toContainEqual(
      expect.objectContaining({ tier: 'high', live: 3, replayed: 3, same: 1, earlier: 1, lost: 1, new: 1 }),
    );
    expect(several.byCondition.map(({ condition }) => condition)).toEqual(['score', 'trend:a']);
    expect(several).toMatchObject({ patients: 2, patientDays: 4, readingTimes: 200 });
  });

  it('tells by how much alerts would come earlier or later', () => {
    const found = several.leads.filter(({ alerts }) => alerts > 0);
    expect(found).toEqual([
      { fromMinutes: -720, alerts: 1 },
      { fromMinutes: 15, alerts: 1 },
    ]);
  });

  it('tells why scores differ', () => {
    expect(several.scores).toMatchObject({ compared: 180, different: 1, because: [{ reason: 'validity', scores: 1 }] });
  });

  it('says no rate where no patient was on the ward', () => {
    expect(reportOf([]).alertsPerPatientDay).toEqual({ live: null, replayed: null });
  });

  it('is as JSON what it was before', () => {
    expect(JSON.parse(JSON.stringify(several))).toEqual(several);
  });
});

describe('the report as a table', () => {
  it('says on the whole, and one by one, what would differ', () => {
    const table = reportTable(several);
    expect(table).toContain('2 patients, 4 patient-days, 200 observation sets.');
    expect(table).toMatch(/high +3 +3 +1 +1 +0 +1 +1/u);
    expect(table).toContain('20 min earlier');
    expect(table).toContain('5 (medium) → 3–9 (low)');
    expect(table).toContain('by ceiling');
  });

  it('says whether the live rules come to what live published', () => {
    expect(reportTable(reportOf([anOutcome()], 'live'))).toContain('come to exactly what live published');
    const differing = {
      patientId,
      stayId,
      condition: conditionOf('score'),
      at: noon,
      live: 'high',
      replayed: null,
    } as const;
    const table = reportTable(reportOf([anOutcome({ differentSignals: [differing] })], 'live'));
    expect(table).toContain('do not come to what live published');
    expect(table).toMatch(/score +high → –/u);
  });
});

describe('the report as a page', () => {
  const page = reportPage(several);

  it('stands alone: it loads nothing, and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|src=|href=|@import|url\(/u);
    expect(page).toContain("default-src 'none'");
  });

  it('plots alerts a day, leads and differing scores, each with a title and in words', () => {
    expect(page.match(/<svg /gu)).toHaveLength(3);
    expect(page.match(/<svg [^>]*role="img" aria-labelledby="([a-z-]+)-title \1-description"/gu)).toHaveLength(3);
    expect(page).toContain('2026-11-21: 4 and 4');
    expect(page).toContain('15 min to 1 h earlier: 1');
  });

  it('leaves out a plot of which there would be nothing to see', () => {
    expect(reportPage(reportOf([anOutcome()]))).not.toContain('<svg');
  });

  it('shows what it was asked for as text, whatever that is', () => {
    expect(reportPage(reportOf([], '<script>&"'))).toContain('&lt;script&gt;&amp;&quot;');
  });
});

describe('why two scores of one time differ', () => {
  const score: ScoreInShort = {
    total: 5,
    min: 5,
    max: 5,
    tier: 'medium',
    scale: 1,
    ruleSet: 'news2-2017',
    missing: [],
  };

  it.each<[ReturnType<typeof differenceBetween>, ScoreInShort | undefined, ScoreInShort | undefined]>([
    [undefined, score, score],
    [undefined, undefined, undefined],
    ['only-live', score, undefined],
    ['only-replayed', undefined, score],
    ['chart', score, { ...score, ruleSet: 'news-3', scale: 2 }],
    ['scale', score, { ...score, scale: 2, total: 3, min: 3 }],
    ['validity', score, { ...score, total: null, min: 3, missing: ['pulseRate'] }],
    ['points', score, { ...score, total: 6, min: 6, max: 6 }],
    ['points', score, { ...score, tier: 'high' }],
  ])('%s', (difference, live, replayed) => {
    expect(differenceBetween(live, replayed)).toBe(difference);
  });
});
