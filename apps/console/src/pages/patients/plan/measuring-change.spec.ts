import { PathwayFile } from '#libs/clinical';
import { PlanChange } from '#libs/contracts';
import {
  measuringChange,
  measuringFaults,
  type MeasuringForm,
  minutesOf,
  typedOver,
  withMonitoring,
} from './measuring-change.ts';

const pathway = PathwayFile.parse({
  kind: 'pathway',
  id: 'test',
  version: 1,
  title: 'Test',
  source: 'Test',
  chart: 'news2-2017',
  exclusion: null,
  measures: [
    { code: 'pulse-rate', everyMinutes: 240, validForMinutes: 60 },
    { code: 'body-weight', everyMinutes: 1440, validForMinutes: 4320 },
  ],
  dueByScore: true,
  quality: {
    poorBelowPerfusionIndex: 0.4,
    poorAboveMotion: 0.6,
    poorBelowSignalStrength: 0.3,
    confirmWithinMinutes: 15,
  },
  ladder: [],
  thresholds: [],
  trends: [],
  escalation: { alertAtMost: 'high' },
});

const form = (change: Partial<MeasuringForm> = {}): MeasuringForm => ({
  monitoring: 'intermittent',
  latenessHours: '24',
  reason: 'Steadier now',
  rows: [
    { code: 'pulse-rate', due: '4 h', valid: '1 h' },
    { code: 'body-weight', due: '1 day', valid: '3 days' },
  ],
  ...change,
});

describe('how often and for how long', () => {
  it.each([
    ['15 min', 15],
    ['4 h', 240],
    ['4h', 240],
    ['1 day', 1440],
    ['2 days', 2880],
    ['often', null],
    ['', null],
    ['4', null],
  ])('reads "%s"', (typed, minutes) => {
    expect(minutesOf(typed)).toBe(minutes);
  });

  it('decides nothing for the patient that the pathway says as well', () => {
    expect(measuringChange(form(), pathway)).toMatchObject({ validityMinutes: {}, dueEveryMinutes: {} });
  });

  it('decides what differs; blank is not waited for', () => {
    const changed = form({
      rows: [
        { code: 'pulse-rate', due: '30 min', valid: '2 h' },
        { code: 'body-weight', due: '', valid: '3 days' },
      ],
    });
    const change = measuringChange(changed, pathway);
    expect(change).toMatchObject({
      validityMinutes: { 'pulse-rate': 120 },
      dueEveryMinutes: { 'pulse-rate': 30, 'body-weight': null },
    });
    expect(PlanChange.safeParse(change).success).toBe(true);
  });

  it('shows what continuous monitoring makes of values that follow the pathway, and leaves the others', () => {
    const own = form({ rows: [{ code: 'pulse-rate', due: '4 h', valid: '2 h' }] });
    expect(withMonitoring(form(), 'continuous', pathway).rows[0]?.valid).toBe('15 min');
    expect(withMonitoring(own, 'continuous', pathway).rows[0]?.valid).toBe('2 h');
  });

  it('keeps what was typed when the plan has changed meanwhile, and follows the plan in the rest', () => {
    const opened = form({ reason: '' });
    const shown = form({
      reason: '',
      latenessHours: '48',
      rows: [
        { code: 'pulse-rate', due: '2 h', valid: '1 h' },
        { code: 'body-weight', due: '1 day', valid: '2 days' },
      ],
    });
    const typed = form({
      rows: [
        { code: 'pulse-rate', due: '30 min', valid: '1 h' },
        { code: 'body-weight', due: '1 day', valid: '3 days' },
      ],
    });
    expect(typedOver(shown, { opened, typed })).toEqual({
      ...shown,
      reason: 'Steadier now',
      rows: [
        { code: 'pulse-rate', due: '30 min', valid: '1 h' },
        { code: 'body-weight', due: '1 day', valid: '2 days' },
      ],
    });
  });

  it('names each field that cannot be read', () => {
    const wrong = form({ rows: [{ code: 'pulse-rate', due: 'often', valid: '' }], latenessHours: '0', reason: ' ' });
    expect(measuringFaults(wrong).map(({ path }) => path)).toEqual([
      'dueEveryMinutes.pulse-rate',
      'validityMinutes.pulse-rate',
      'latenessHours',
      'reason',
    ]);
    expect(measuringFaults(form())).toEqual([]);
  });
});
