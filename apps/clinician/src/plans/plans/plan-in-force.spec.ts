import type { Pathway, RuleBook } from '#libs/clinical';
import { instant, type Instant, type MonitoringPlan, PatientId, Plan } from '#libs/contracts';
import { builtInRuleSets, readRuleBook } from '#libs/rule-book';
import { deriveMonitoringPlan, nothingDecided, type PlanDecisions } from './monitoring-plan.ts';
import { planInForce } from './plan-in-force.ts';

const at = instant(Date.parse('2026-11-22T08:00:00Z'));
const later = (minutes: number): Instant => instant(Date.parse(at) + minutes * 60_000);
const decision = { decidedBy: { id: 'person-1', name: 'Dr First' }, reason: 'Agreed with her', decidedAt: at };

describe('A plan in force', () => {
  let book: RuleBook;
  beforeAll(async () => {
    book = await readRuleBook([builtInRuleSets]);
  });
  const pathway = (id: string): Pathway => {
    const found = book.newest(id);
    if (found === undefined) throw new Error(`No pathway ${id}.`);
    return found;
  };
  const plan = (decisions: Partial<PlanDecisions>, id = 'general'): MonitoringPlan =>
    deriveMonitoringPlan(
      {
        patientId: PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03'),
        birthDate: '1951-03-04',
        stay: null,
        decisions: { ...nothingDecided, ...decisions },
      },
      { pathway: pathway(id), revision: 1, at },
    );
  const inForce = (decisions: Partial<PlanDecisions>, { id = 'general', minutes = 0 } = {}): Plan =>
    Plan.parse(planInForce(plan(decisions, id), pathway(id), later(minutes)));

  it('says of each code how long it may be used and how often it is due, decided or by the pathway', () => {
    const { validityMinutes, dueEveryMinutes } = inForce({
      validityMinutes: { 'pulse-rate': 5 },
      dueEveryMinutes: { 'respiration-rate': null, temperature: 60 },
    });
    expect(validityMinutes).toMatchObject({ 'pulse-rate': 5, temperature: 75 });
    expect(dueEveryMinutes).toMatchObject({ 'respiration-rate': null, temperature: 60 });
    expect(dueEveryMinutes['pulse-rate']).toBe(pathway('general').measureOf('pulse-rate')?.everyMinutes);
    expect(inForce({ dueEveryMinutes: { 'pulse-rate': 5 } }).validityMinutes).toMatchObject({ 'pulse-rate': 6 });
    expect(inForce({ monitoring: 'continuous' }).validityMinutes).toMatchObject({ 'pulse-rate': 15 });
  });

  it('escalates as the pathway says, unless a ceiling is in force', () => {
    expect(inForce({}).escalation.alertAtMost).toBe('high');
    expect(inForce({}, { id: 'end-of-life' }).escalation.alertAtMost).toBe('none');
    const ceilingOfCare = {
      alertAtMost: 'medium',
      instruction: 'Ring her GP',
      ...decision,
      reviewAt: later(10),
    } as const;
    expect(inForce({ ceilingOfCare }, { id: 'end-of-life' }).escalation).toEqual({
      alertAtMost: 'medium',
      instruction: 'Ring her GP',
    });
    expect(inForce({ ceilingOfCare }, { id: 'end-of-life', minutes: 10 }).escalation.alertAtMost).toBe('none');
    expect(
      inForce({ ceilingOfCare: { ...ceilingOfCare, reviewAt: null } }, { minutes: 1e6 }).ceilingOfCare,
    ).not.toBeNull();
  });
});
