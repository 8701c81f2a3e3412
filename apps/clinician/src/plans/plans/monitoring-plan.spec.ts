import type { RuleBook } from '#libs/clinical';
import { instant, type MonitoringPlan, MonitoringPlan as PlanSchema, PatientId, StayId, WardId } from '#libs/contracts';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import {
  afterStay,
  deriveMonitoringPlan,
  nothingDecided,
  type PlanDecisions,
  type PlanFacts,
} from './monitoring-plan.ts';
import { sixteenthBirthday } from './sixteenth-birthday.ts';

const at = instant(Date.parse('2026-11-22T08:00:00Z'));
const onPathway = (pathway: string): MonitoringPlan['stay'] => ({
  stayId: StayId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01'),
  wardId: WardId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'),
  pathway,
  admittedAt: at,
});
const pregnancy = { from: at, endedAt: null, countsUntil: null };
const facts: PlanFacts = {
  patientId: PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03'),
  birthDate: '1951-03-04',
  stay: onPathway('acute-respiratory'),
  decisions: nothingDecided,
};

describe('The monitoring plan', () => {
  let book: RuleBook;
  beforeAll(async () => {
    book = await readRuleBook([builtInRuleSets]);
  });

  const plan = (over: Partial<PlanFacts> = {}, pathwayId = 'general', now = at): MonitoringPlan => {
    const pathway = book.newest(pathwayId);
    if (pathway === undefined) throw new Error(`No pathway ${pathwayId}.`);
    return deriveMonitoringPlan({ ...facts, ...over }, { pathway, revision: 1, at: now });
  };
  const decided = (decisions: Partial<PlanDecisions>): Partial<PlanFacts> => ({
    decisions: { ...nothingDecided, ...decisions },
  });

  it('is what its topic asks for, with and without a stay', () => {
    expect(PlanSchema.parse(plan())).toMatchObject({ revision: 1, exclusion: null, latenessHours: 24 });
    expect(PlanSchema.parse(plan({ stay: null })).stay).toBeNull();
  });

  it('names the rules it follows, and measures what they ask for', () => {
    expect(plan({}, 'heart-failure')).toMatchObject({ ruleSet: { id: 'heart-failure', version: 1 } });
    expect(plan({}, 'heart-failure').measures).toContain('body-weight');
    expect(plan().measures).not.toContain('body-weight');
  });

  it('measures what is waited for by decision, too', () => {
    const { measures } = plan(decided({ dueEveryMinutes: { 'blood-glucose': 720, steps: null } }));
    expect(measures).toContain('blood-glucose');
    expect(measures).not.toContain('steps');
  });

  it.each<[string, Partial<PlanFacts>, pathway: string, MonitoringPlan['exclusion']]>([
    ['an adult is scored', {}, 'general', null],
    ['a patient of 15 is not', { birthDate: '2010-11-23' }, 'general', 'under-16'],
    ['from the sixteenth birthday on they are', { birthDate: '2010-11-22' }, 'general', null],
    ['maternity has a chart of its own', decided({ pregnancy }), 'complex-maternity', null],
    ['a pregnancy is scored by the obstetric chart on any pathway', decided({ pregnancy }), 'general', null],
    ['and whatever the age', { birthDate: '2012-01-01', ...decided({ pregnancy }) }, 'general', null],
    ['a child stays one whatever was chosen', { birthDate: '2020-01-01' }, 'general', 'under-16'],
  ])('%s', (_claim, given, pathway, exclusion) => {
    expect(plan(given, pathway).exclusion).toBe(exclusion);
  });

  it('says from when on a patient under 16 is scored, and of no other', () => {
    expect(plan({ birthDate: '2010-11-23' }).scoredFrom).toBe('2026-11-23T00:00:00.000Z');
    expect(plan().scoredFrom).toBeNull();
    const pregnant = { birthDate: '2010-11-23', ...decided({ pregnancy }) };
    expect(plan(pregnant)).toMatchObject({ exclusion: null, pregnancy, scoredFrom: '2026-11-23T00:00:00.000Z' });
  });

  it('leaves out pauses that are over', () => {
    const pause = { id: 'p', reason: 'asleep', from: at, until: at, decidedBy: { id: 'person-1', name: 'A nurse' } };
    const ahead = { ...pause, until: instant(Date.parse(at) + 1) };
    // Ids are of no matter here.
    const pauses = [pause, ahead] as unknown as MonitoringPlan['pauses'];
    expect(plan(decided({ pauses })).pauses).toEqual([ahead]);
  });

  it('keeps after a stay what is true of the patient, and forgets how closely to measure', () => {
    const ceilingOfCare = {
      alertAtMost: 'medium',
      instruction: null,
      decidedBy: { id: 'person-2', name: 'A prescriber' },
      reason: 'Agreed with the family',
      decidedAt: at,
      reviewAt: null,
    } as const;
    const kept = afterStay({
      ...nothingDecided,
      ceilingOfCare,
      pregnancy,
      monitoring: 'continuous',
      dueEveryMinutes: { 'pulse-rate': 15 },
      latenessHours: 48,
    });
    expect(kept).toEqual({ ...nothingDecided, ceilingOfCare, pregnancy });
  });
});

describe('A sixteenth birthday', () => {
  it.each([
    ['begins at midnight in London, in winter', '2010-11-23', '2026-11-23T00:00:00.000Z'],
    ['begins at midnight in London, in summer', '2010-07-01', '2026-06-30T23:00:00.000Z'],
    ['on the day on which summer time begins', '2011-03-28', '2027-03-28T00:00:00.000Z'],
    ['on the day after', '2011-03-29', '2027-03-28T23:00:00.000Z'],
    ['on the day on which summer time ends', '2010-10-25', '2026-10-24T23:00:00.000Z'],
    ['of a patient born on 29 February', '2008-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s', (_claim, birthDate, expected) => {
    expect(sixteenthBirthday(birthDate)).toBe(expected);
  });
});
