import { type CeilingOfCare, instant, type MonitoringPause, PauseId } from '#libs/contracts';
import { inForce } from './plan-in-force.ts';

const at = (time: string) => instant(Date.parse(`2026-11-22T${time}:00Z`));
const noon = at('12:00');

const ceiling = (over: Partial<CeilingOfCare> = {}): CeilingOfCare => ({
  alertAtMost: 'medium',
  instruction: 'Call the palliative care team',
  decidedBy: 'Grace',
  reason: 'As agreed with the family',
  decidedAt: at('08:00'),
  reviewAt: null,
  ...over,
});
const pause = (from: string, until: string, reason: MonitoringPause['reason'] = 'asleep'): MonitoringPause => ({
  id: PauseId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01'),
  reason,
  from: at(from),
  until: at(until),
  decidedBy: 'Grace',
});

describe('Of a plan the board shows', () => {
  it('nothing of one that says nothing', () => {
    expect(inForce({}, noon)).toEqual({ exclusion: null, ceilingOfCare: null, pause: null });
  });

  it('why somebody is not scored, until they turn 16', () => {
    const plan = { exclusion: 'under-16', scoredFrom: noon } as const;
    expect(inForce(plan, at('11:59')).exclusion).toBe('under-16');
    expect(inForce(plan, noon).exclusion).toBeNull();
    expect(inForce({ exclusion: 'pregnant', scoredFrom: noon }, noon).exclusion).toBe('pregnant');
  });

  it('the ceiling of care until its review, and then what the pathway says', () => {
    const plan = { ceilingOfCare: ceiling({ reviewAt: noon }) };
    const byPathway = { alertAtMost: 'none', instruction: null } as const;
    expect(inForce(plan, at('11:59'), byPathway).ceilingOfCare?.alertAtMost).toBe('medium');
    expect(inForce(plan, noon, byPathway).ceilingOfCare).toEqual(byPathway);
    expect(inForce(plan, noon).ceilingOfCare).toBeNull();
  });

  it('no ceiling that leaves everything as it is, but what is to be done', () => {
    expect(
      inForce({ ceilingOfCare: ceiling({ alertAtMost: 'high', instruction: null }) }, noon).ceilingOfCare,
    ).toBeNull();
    expect(inForce({ ceilingOfCare: ceiling({ alertAtMost: 'high' }) }, noon).ceilingOfCare).toEqual({
      alertAtMost: 'high',
      instruction: 'Call the palliative care team',
    });
  });

  it.each([
    ['one that has begun', [pause('12:00', '14:00')], '14:00'],
    ['none that is over', [pause('10:00', '12:00')], undefined],
    ['none that is to come', [pause('12:01', '14:00')], undefined],
    ['of two the one that lasts longer', [pause('10:00', '15:00', 'away'), pause('11:00', '14:00')], '15:00'],
  ])('of its pauses %s', (_claim, pauses, until) => {
    expect(inForce({ pauses }, noon).pause?.until).toBe(until === undefined ? undefined : at(until));
  });
});
