import { derivedId, instant, PauseId, type PersonalThreshold, ThresholdId } from '#libs/contracts';
import { atMinute, score, task } from '../../live/live-events.fixtures.ts';
import { news2View, parameterName, parametersInWords, viewOfScore } from './chart-words.ts';
import { flagWords } from './flag-words.ts';
import { ceilingWords, everyWords, lapsedScaleWords, pausesAhead, pauseWords, thresholdWords } from './plan-words.ts';
import { poorSignalWords, qualityWords } from './quality-words.ts';
import {
  agedOutWords,
  causeWords,
  doubtfulWords,
  missingWords,
  nextWords,
  oximetryWords,
  roundingWords,
  ruleSetWords,
  scaleWords,
} from './score-words.ts';
import { compareTasks, taskState } from './task-words.ts';

const iyer = { id: 'dr-iyer', name: 'Dr R. Iyer' };

const at = (minute: number): number => Date.parse(atMinute(minute));
const aged = { parameter: 'temperature', takenAt: atMinute(-13 * 60) };

describe('a patient who is usually confused', () => {
  it('has a flag that says what new confusion is', () => {
    expect(flagWords({ kind: 'usually-confused', text: null })).toBe(
      'Usually confused: only more than usual is new confusion',
    );
  });
});

describe('a score explained', () => {
  it('names its rules with their versions', () => {
    const made = { ruleSet: 'news2-2017', pathway: 'heart-failure@2' };
    expect(ruleSetWords(made, news2View)).toBe('NEWS2 (news2-2017); pathway Heart failure, version 2.');
    expect(ruleSetWords({ ...made, pathway: null }, news2View)).toBe('NEWS2 (news2-2017).');
  });

  it('says that a value aged out, which one where it is sure of it, and how old it is', () => {
    const one = score({ minute: 0, change: { because: 'aged-out', agedOut: [aged] } });
    expect(causeWords(one, news2View, at(3))).toContain('It changed because temperature became too old to count.');
    const two = score({
      minute: 0,
      change: { because: 'aged-out', agedOut: [aged, { ...aged, parameter: 'pulseRate' }] },
    });
    expect(causeWords(two, news2View, at(3))).toContain('It changed because a value became too old to count.');
    expect(agedOutWords(aged, news2View, at(0))).toBe(
      'Temperature is too old to count: taken 20 Nov, 19:00, 13 h ago.',
    );
  });

  it('says of a doubtful value what was found, when, and that the one before it does not count', () => {
    const doubt = {
      parameter: 'pulseRate',
      code: 'pulse-rate',
      takenAt: atMinute(0),
      because: 'extreme',
      found: '0 /min',
    };
    expect(doubtfulWords(doubt as Parameters<typeof doubtfulWords>[0], news2View, at(2))).toMatch(
      /^Pulse is doubtful: 0 \/min was found at .*, 2 min ago, which no living person has\. The value before it does not count/,
    );
  });

  it('says of a partial score from where to where it reaches, and never that it is low', () => {
    const partial = score({ minute: 0, values: { pulseRate: 70 } });
    const words = missingWords(partial, news2View);
    expect(words).toContain('somewhere from 0 to 17');
    expect(words).not.toMatch(/\blow\b/i);
    expect(missingWords(score({ minute: 0, change: { missing: [] } }), news2View)).toBeNull();
  });

  it('says by whose prescription the scale is 2, and what comes next', () => {
    const scalePrescription = {
      prescribedBy: iyer,
      prescribedAt: instant(at(0)),
      reviewAt: instant(at(24 * 60 * 10)),
      reason: 'Confirmed by blood gas',
    };
    const two = score({ minute: 0, change: { scale: 2, scalePrescription } });
    expect(scaleWords(two)).toBe(
      'Scale 2, prescribed by Dr R. Iyer on 21 November 2026: Confirmed by blood gas. To be reviewed by 1 December 2026.',
    );
    expect(nextWords(score({ minute: 0, change: { monitoring: 'continuous', responseWithinMinutes: 30 } }))).toBe(
      'Assessment is due within 30 minutes (Homeward’s own time). Monitor continuously.',
    );
  });

  it('says how it was rounded, which may have been to the better step', () => {
    expect(news2View.rounding).toBe('half-up');
    expect(roundingWords('half-up')).toContain('91.5% counts as 92%');
    expect(roundingWords('conservative')).toContain('91.5% counts as 91%');
  });

  it('says that an oximeter may read too high in darker skin', () => {
    expect(oximetryWords).toMatch(/read too high, more often in people with darker skin/);
  });

  it('says that the minutes to respond are not the chart’s', () => {
    expect(nextWords(score({ minute: 0, change: { responseWithinMinutes: 60 } }))).toContain('(Homeward’s own time)');
  });

  it('names parameters by their chart, and by their own words where the chart is not known', () => {
    expect(parametersInWords(news2View, ['temperature', 'pulseRate', 'oxygenSaturation'])).toBe(
      'temperature, pulse and oxygen saturation',
    );
    const unknown = viewOfScore({ ruleSet: 'new-chart', components: { urineProtein: 2 }, inputs: [] });
    expect(parameterName(unknown, 'urineProtein')).toBe('Urine protein');
  });
});

describe('how far a reading can be trusted', () => {
  const rules = {
    poorBelowPerfusionIndex: 0.4,
    poorAboveMotion: 0.6,
    poorBelowSignalStrength: 0.3,
    confirmWithinMinutes: 15,
  };

  it('is said only where the device said that its signal is beyond the pathway’s limits', () => {
    expect(poorSignalWords({ perfusionIndex: 0.2 }, rules)).toContain('weak pulse under the sensor');
    expect(poorSignalWords({ perfusionIndex: 0.4, motion: 0.6, signalStrength: 0.3 }, rules)).toBe('');
    expect(poorSignalWords({ motion: 0.9, signalStrength: 0.1 }, rules)).toBe(
      'the wearer was moving, weak signal of the device',
    );
    expect(poorSignalWords(undefined, rules)).toBe('');
    expect(poorSignalWords({ perfusionIndex: 0.1 }, undefined)).toBe('');
  });

  it('is shown as the device said it', () => {
    expect(qualityWords({ perfusionIndex: 1.4, motion: 0.25 })).toBe('perfusion index 1.4%, motion 25%');
    expect(qualityWords(undefined)).toBe('');
  });
});

describe('a plan in words', () => {
  const decided = {
    id: ThresholdId.parse(derivedId('test-threshold', '1')),
    decidedBy: iyer,
    reason: 'Usual',
    decidedAt: instant(at(0)),
    reviewAt: instant(at(60)),
  };

  it.each<[PersonalThreshold, string]>([
    [
      { ...decided, effect: 'alert', code: 'pulse-rate', direction: 'above', limit: 120, tier: 'high' },
      'Pulse above 120 per minute alerts as high',
    ],
    [
      { ...decided, effect: 'alert', code: 'systolic-pressure', direction: 'below', limit: 99.5, tier: 'medium' },
      'Systolic blood pressure 99 mmHg or below alerts as medium',
    ],
    [
      { ...decided, effect: 'accept', code: 'oxygen-saturation', direction: 'below', limit: 90 },
      'Oxygen saturation down to 90% is usual for this patient and raises no alert below the high tier',
    ],
  ])('says what a personal limit does: %#', (threshold, words) => {
    expect(thresholdWords(threshold)).toBe(words);
  });

  it('says what a ceiling of care holds back, and nothing where it holds back nothing', () => {
    expect(ceilingWords({ alertAtMost: 'none', instruction: null })?.tag).toBe('Ceiling of care: no alerts');
    expect(ceilingWords({ alertAtMost: 'medium', instruction: 'Call the family' })?.sentence).toBe(
      'Alerts are raised as medium at most; the score is unchanged. Call the family',
    );
    expect(ceilingWords({ alertAtMost: 'high', instruction: null })).toBeNull();
    expect(ceilingWords(null)).toBeNull();
  });

  it('says until when and why readings are not waited for; a pause that is over is not shown', () => {
    expect(pauseWords({ reason: 'in-hospital', until: instant(at(90)) }, at(0))).toBe(
      'Paused until 09:30: in hospital',
    );
    const over = { from: instant(at(-60)), until: instant(at(0)) };
    expect(
      pausesAhead({ pauses: [{ ...over, id: PauseId.parse(decided.id), reason: 'away', decidedBy: iyer }] }, at(0)),
    ).toEqual([]);
  });

  it.each([
    [15, '15 min'],
    [240, '4 h'],
    [1440, '1 day'],
    [4320, '3 days'],
    [2160, '36 h'],
  ])('says %s minutes as "%s"', (minutes, words) => {
    expect(everyWords(minutes)).toBe(words);
  });

  it('says that a prescription has lapsed and which scale is in force', () => {
    const { decidedBy: prescribedBy, reason, decidedAt: prescribedAt, reviewAt } = decided;
    expect(lapsedScaleWords({ scale: 2, prescribedBy, reason, prescribedAt, reviewAt }, at(70))).toBe(
      'The prescription of scale 2 by Dr R. Iyer lapsed at 09:00: scale 1 is in force until it is renewed.',
    );
  });
});

describe('tasks in words and in order', () => {
  it('say since when they are due, and what became of them', () => {
    expect(taskState(task(), at(75))).toBe('Open, due since 08:00 (1 h ago)');
    expect(taskState(task({ doneBy: atMinute(240) }), at(75))).toBe('Open since 08:00 (1 h ago)');
    const done = task({ state: 'done', closedAt: atMinute(5), closedBy: { id: 'amina', name: 'Amina' } });
    expect(taskState(done, at(75))).toBe('Done by Amina at 08:05');
    expect(taskState(task({ state: 'cancelled', closedAt: atMinute(5) }), at(75))).toBe('No longer needed at 08:05');
  });

  it('list open before closed, longest due first', () => {
    const done = task({ of: 'done', state: 'done', closedAt: atMinute(9) });
    const recent = task({ of: 'recent', dueAt: atMinute(5) });
    const longest = task({ of: 'longest' });
    expect([done, recent, longest].toSorted(compareTasks)).toEqual([longest, recent, done]);
  });
});
