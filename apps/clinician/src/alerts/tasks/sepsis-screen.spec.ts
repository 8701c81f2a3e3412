import type { Tier } from '#libs/clinical';
import { instant, ObservationId, type PatientFlag } from '#libs/contracts';
import { builtInRules } from '#libs/fixtures';
import { decideScreen, screenedBy, suspicions } from './sepsis-screen.ts';
import type { TaskRecord } from './task-record.ts';

const rules = builtInRules().newest('general')?.general?.file.responses?.sepsis;
if (rules === undefined) throw new Error('The general rules say nothing of sepsis.');
const now = new Date(Date.UTC(2026, 10, 22, 8));
const inMinutes = (minutes: number) => instant(now.getTime() + minutes * 60_000);

type Task = Pick<TaskRecord, 'state' | 'askedFor' | 'closedAt'>;
const asked = (tier: Tier, over: Partial<Task> = {}): Task => ({
  state: 'open',
  closedAt: null,
  askedFor: { total: 5, tier, wasNought: false },
  ...over,
});
const done = (tier: Tier, minutesAgo: number): Task => asked(tier, { state: 'done', closedAt: inMinutes(-minutesAgo) });
const decide = (
  task: Task | undefined,
  over: { min?: number; tier?: Tier; highest?: 0 | 2 | 3; isInfected?: boolean } = {},
) => {
  const { min = 5, tier = 'medium', highest = 2, isInfected = true } = over;
  return decideScreen(task, { min, tier, components: { temperature: highest }, isInfected }, { rules, now });
};

describe('A screen for sepsis', () => {
  it.each([
    ['at 5 or more where infection is suspected', undefined, {}, { change: 'open', because: 'first', tier: 'medium' }],
    [
      'at a 3 in one parameter',
      undefined,
      { min: 3, tier: 'low-medium', highest: 3 },
      { change: 'open', because: 'first', tier: 'low-medium' },
    ],
    ['never below', undefined, { min: 4, tier: 'low' }, { change: 'nothing', because: 'below' }],
    [
      'never without suspected infection',
      undefined,
      { isInfected: false },
      { change: 'nothing', because: 'no-infection' },
    ],
    ['once while it is open', asked('medium'), {}, { change: 'nothing', because: 'unchanged' }],
    [
      'sooner where the level rises meanwhile',
      asked('medium'),
      { min: 7, tier: 'high' },
      { change: 'revise', because: 'risen', tier: 'high' },
    ],
    ['not again while what it found holds', done('medium', 719), {}, { change: 'nothing', because: 'holds' }],
    ['again after half a day', done('medium', 720), {}, { change: 'open', because: 'still', tier: 'medium' }],
    [
      'again at once where the level rises',
      done('medium', 5),
      { min: 7, tier: 'high' },
      { change: 'open', because: 'risen', tier: 'high' },
    ],
  ] as const)('is asked for %s', (_claim, task, over, decision) => {
    expect(decide(task, over)).toEqual(decision);
  });

  it('is to be done within the time of the level, and never later than was asked for', () => {
    expect(screenedBy('high', null, { rules, now })).toBe(inMinutes(30));
    expect(screenedBy('medium', null, { rules, now })).toBe(inMinutes(60));
    expect(screenedBy('high', inMinutes(10), { rules, now })).toBe(inMinutes(10));
    expect(screenedBy('high', inMinutes(50), { rules, now })).toBe(inMinutes(30));
  });
});

describe('Infection', () => {
  const flag: PatientFlag = { kind: 'suspected-infection', text: null };
  const nothing = { flags: [], infectionPathway: undefined, rules };
  const observationId = ObservationId.parse('11111111-7d51-4d1c-9a34-3f2f5d6a7b8c');
  const input = {
    parameter: 'temperature',
    code: 'temperature',
    observationId,
    takenAt: instant(now),
    ageSeconds: 0,
  } as const;
  const at = (value: number) => ({ inputs: [{ ...input, value }] });

  it('is suspected by a flag, by the pathway, or by a temperature outside 36 to 38', () => {
    expect(suspicions(at(37), nothing)).toEqual([]);
    expect(suspicions(at(36), nothing)).toEqual([]);
    expect(suspicions(at(38), nothing)).toEqual([]);
    expect(suspicions(at(38.1), nothing)).toEqual([expect.stringMatching(/temperature is 38\.1/)]);
    expect(suspicions(at(35.9), nothing)).toHaveLength(1);
    expect(suspicions(at(37), { ...nothing, flags: [flag] })).toEqual(['it is a flag of the patient']);
    const infectionPathway = 'Acute respiratory infection';
    expect(suspicions(at(37), { ...nothing, infectionPathway })).toEqual([
      'the pathway is Acute respiratory infection',
    ]);
  });

  it('is suspected of everybody on the pathway of acute respiratory infection, and on no other', () => {
    const pathways = builtInRules().pathways.filter(({ file }) => file.suspectedInfection === true);
    expect(pathways.map(({ file }) => file.id)).toEqual(['acute-respiratory']);
  });
});
