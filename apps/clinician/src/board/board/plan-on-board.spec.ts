import { instant, type MonitoringPause, PauseId, type Plan } from '#libs/contracts';
import { type ShownOfPlan, shownOnBoard } from './plan-on-board.ts';

const at = (time: string) => instant(Date.parse(`2026-11-22T${time}:00Z`));
const noon = at('12:00');

function shown(over: Partial<Plan>): ShownOfPlan {
  const plan = { exclusion: null, escalation: { alertAtMost: 'high', instruction: null }, pauses: [] } as const;
  return shownOnBoard({ ...plan, pauses: [], ...over }, noon);
}

const pause = (from: string, until: string, reason: MonitoringPause['reason'] = 'asleep'): MonitoringPause => ({
  id: PauseId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01'),
  reason,
  from: at(from),
  until: at(until),
  decidedBy: { id: 'person-1', name: 'Grace' },
});

describe('Of a plan the board shows', () => {
  it('nothing of one that limits nothing', () => {
    expect(shown({})).toEqual({ exclusion: null, ceilingOfCare: null, pause: null });
  });

  it('why no early-warning chart is for the patient, for as long as that is so', () => {
    expect(shown({ exclusion: 'under-16' }).exclusion).toBe('under-16');
  });

  it('how far alerts may go, and what is to be done about them', () => {
    const ceiling = { alertAtMost: 'none', instruction: null } as const;
    expect(shown({ escalation: ceiling }).ceilingOfCare).toEqual(ceiling);
    const instruction = { alertAtMost: 'high', instruction: 'Call the palliative care team' } as const;
    expect(shown({ escalation: instruction }).ceilingOfCare).toEqual(instruction);
  });

  it.each([
    ['one that has begun', [pause('12:00', '14:00')], '14:00'],
    ['none that is over', [pause('10:00', '12:00')], undefined],
    ['none that is to come', [pause('12:01', '14:00')], undefined],
    ['of two the one that lasts longer', [pause('11:00', '14:00'), pause('10:00', '15:00', 'away')], '15:00'],
  ])('of its pauses %s', (_claim, pauses, until) => {
    expect(shown({ pauses }).pause?.until).toBe(until === undefined ? undefined : at(until));
  });
});
