import { instant, type MonitoringPlan, MonitoringPlan as PlanSchema, PatientId, StayId, WardId } from '#libs/contracts';
import { deriveMonitoringPlan, type PlanFacts, yearsOld } from './monitoring-plan.ts';

const now = instant(Date.parse('2026-11-22T08:00:00Z'));
const onPathway = (pathway: string): MonitoringPlan['stay'] => ({
  stayId: StayId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01'),
  wardId: WardId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a02'),
  pathway,
  admittedAt: now,
});
const facts: PlanFacts = {
  patientId: PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a03'),
  birthDate: '1951-03-04',
  stay: onPathway('acute-respiratory'),
  oxygenScale: null,
  chosenExclusion: null,
};

describe('The monitoring plan', () => {
  it('is what its topic asks for, with and without a stay', () => {
    expect(PlanSchema.parse(deriveMonitoringPlan(facts, 1, now))).toMatchObject({ revision: 1, exclusion: null });
    expect(PlanSchema.parse(deriveMonitoringPlan({ ...facts, stay: null }, 2, now)).stay).toBeNull();
  });

  it('measures what the pathway asks for beyond NEWS2', () => {
    const measuresOn = (pathway: string) =>
      deriveMonitoringPlan({ ...facts, stay: onPathway(pathway) }, 1, now).measures;
    expect(measuresOn('heart-failure')).toContain('body-weight');
    expect(measuresOn('of-a-new-kind')).toHaveLength(8);
  });

  it.each<[string, Partial<PlanFacts>, MonitoringPlan['exclusion']]>([
    ['an adult is scored', {}, null],
    ['somebody of 15 is not', { birthDate: '2010-11-23' }, 'under-16'],
    ['from the sixteenth birthday on they are', { birthDate: '2010-11-22' }, null],
    ['nobody is scored on the maternity pathway', { stay: onPathway('complex-maternity') }, 'pregnant'],
    ['a prescriber can exclude', { chosenExclusion: 'pregnant' }, 'pregnant'],
    ['age comes before everything else', { birthDate: '2020-01-01', chosenExclusion: 'pregnant' }, 'under-16'],
  ])('%s', (_claim, given, exclusion) => {
    expect(deriveMonitoringPlan({ ...facts, ...given }, 1, now).exclusion).toBe(exclusion);
  });

  it('counts years by birthdays', () => {
    expect(yearsOld('2000-02-29', instant(Date.parse('2026-02-28T23:59:59Z')))).toBe(25);
    expect(yearsOld('2000-02-29', instant(Date.parse('2026-03-01T00:00:00Z')))).toBe(26);
  });
});
