import type { WardOverview } from '#libs/contracts';
import { aWard } from '#libs/fixtures';
import { byUrgency } from './ward-order.ts';
import { tierCountWords, waitingWords } from './ward-words.ts';

const quiet: WardOverview = {
  ward: aWard({ name: 'North', beds: 20, patients: 3 }),
  worst: null,
  tiers: { high: 0, medium: 0, 'low-medium': 0, low: 0, unscored: 0 },
  unanswered: 0,
  overdue: 0,
  observationsOverdue: 0,
  openTasks: 0,
  bedsFree: 17,
};

const ward = (name: string, change: Partial<WardOverview>): WardOverview => ({
  ...quiet,
  ...change,
  ward: { ...quiet.ward, name },
});

describe('The overview of wards', () => {
  it('begins with overdue alerts, then goes by the worst score, then by name', () => {
    const wards = [
      ward('Quiet', {}),
      ward('Also quiet', {}),
      ward('Medium', { worst: { tier: 'medium', total: 5, patients: 1 } }),
      ward('High', { worst: { tier: 'high', total: 9, patients: 1 } }),
      ward('Two high', { worst: { tier: 'high', total: 8, patients: 2 } }),
      ward('Overdue', { worst: { tier: 'medium', total: 6, patients: 1 }, unanswered: 1, overdue: 1 }),
    ];
    expect(wards.toSorted(byUrgency).map((one) => one.ward.name)).toEqual([
      'Overdue',
      'Two high',
      'High',
      'Medium',
      'Also quiet',
      'Quiet',
    ]);
  });

  it('says how many patients are at each tier, and leaves out tiers without any', () => {
    expect(tierCountWords({ ...quiet.tiers, high: 2, low: 1, unscored: 1 })).toBe(
      'Patients by score: 2 high, 1 low, 1 not scored',
    );
    expect(tierCountWords(quiet.tiers)).toBe('No patients');
  });

  it('says what waits', () => {
    expect(waitingWords({ ...quiet, unanswered: 1, openTasks: 2, observationsOverdue: 1 })).toBe(
      '1 unanswered alert, 2 open tasks, 1 patient with observations overdue',
    );
    expect(waitingWords(quiet)).toBe('0 unanswered alerts');
  });
});
