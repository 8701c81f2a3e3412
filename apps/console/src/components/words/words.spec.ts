import { alert, atMinute, score } from '../../live/live-events.fixtures.ts';
import {
  compareAlerts,
  EscalationPolicyId,
  EventId,
  homewardItself,
  instant,
  type ResourceChange,
} from '#libs/contracts';
import { alertWords, mutedWords } from './alert-words.ts';
import { changeWords } from './change-words.ts';
import { nhsNumberWords, patientName } from './identity-words.ts';
import { riskWords, scoreNumber } from './risk-words.ts';
import { technicalAlertWords } from './technical-alert-words.ts';
import { ageInYears, ageWords, countWords, dateWords, dueWords, timeWords, withTimes } from './time-words.ts';
import { longValue, shortValue } from './vital-words.ts';

const amina = { id: 'amina', name: 'Amina' };
const at = (minute: number): number => Date.parse(atMinute(minute));

describe('times in words', () => {
  it.each([
    [0, 'just now'],
    [0.9, 'just now'],
    [4.9, '4 min ago'],
    [59.9, '59 min ago'],
    [60, '1 h ago'],
    [47 * 60, '47 h ago'],
    [48 * 60, '2 days ago'],
    [-3, 'just now'],
  ])('a reading taken %s minutes ago is "%s"', (minutes, words) => {
    expect(ageWords(atMinute(0), at(minutes))).toBe(words);
  });

  it.each([
    [-0.5, { overdue: false, words: 'due in 1 min' }],
    [0, { overdue: true, words: 'overdue by 0 min' }],
    [61, { overdue: true, words: 'overdue by 1 h' }],
  ])('a response %s minutes after its due time is said to be so', (minutes, words) => {
    expect(dueWords(atMinute(0), at(minutes))).toEqual(words);
  });

  it('shows the clock of London, and the day when it is another', () => {
    expect(timeWords('2026-07-01T12:05:00.000Z', Date.parse('2026-07-01T20:00:00.000Z'))).toBe('13:05');
    expect(timeWords('2026-11-20T14:05:00.000Z', at(0))).toBe('20 Nov, 14:05');
  });

  it('shows the day of London for an instant, and a date of birth as it is', () => {
    expect(dateWords('2026-06-30T23:30:00.000Z')).toBe('1 July 2026');
    expect(dateWords('1948-03-03')).toBe('3 March 1948');
  });

  it.each([
    ['1950-11-21', 76],
    ['1950-11-22', 75],
  ])('counts whole years by the day: born %s', (birthDate, years) => {
    expect(ageInYears(birthDate, at(0))).toBe(years);
  });
});

describe('risk in words', () => {
  const complete = {
    respirationRate: 22,
    oxygenSaturation: 94,
    supplementalOxygen: false,
    systolicPressure: 105,
    pulseRate: 96,
    consciousness: 'A',
    temperature: 38.4,
  } as const;

  it('says a complete score’s tier', () => {
    const six = score({ minute: 0, values: complete });
    expect(scoreNumber(six)).toBe('6');
    expect(riskWords(six, null)).toMatchObject({ look: 'medium', badge: 'Medium', reach: '' });
  });

  it('never says low while the range reaches higher', () => {
    const partial = score({ minute: 0, values: { pulseRate: 70, respirationRate: 15 } });
    const words = riskWords(partial, null);
    expect(scoreNumber(partial)).toBe('0–14');
    expect(words.look).toBe('unclear');
    expect(`${words.badge} ${words.reach} ${words.sentence}`.toLowerCase()).not.toContain('low');
  });

  it('says what is certain of a partial score, and how far it may reach', () => {
    const { temperature: _missing, ...rest } = complete;
    expect(
      riskWords(score({ minute: 0, values: { ...rest, pulseRate: 112, systolicPressure: 98 } }), null),
    ).toMatchObject({
      look: 'high',
      reach: '',
    });
    expect(riskWords(score({ minute: 0, values: rest }), null)).toMatchObject({ badge: 'Medium', reach: 'or high' });
  });

  it('says why a patient is not scored', () => {
    expect(riskWords(null, 'under-16').sentence).toBe(
      'No early-warning chart is for this patient: under 16 years old. Thresholds alone alert.',
    );
  });

  it('takes no notice of a NEWS2 from before an exclusion, and shows the score of another chart', () => {
    const before = score({ minute: 0, values: complete });
    expect(riskWords(before, 'pregnant')).toMatchObject({ look: 'none', badge: 'Not scored' });
    expect(riskWords({ ...before, ruleSet: 'obstetric-meows-2012' }, 'pregnant')).toMatchObject({ badge: 'Medium' });
  });
});

describe('alerts in words and in order', () => {
  it('says that an unanswered alert is overdue, and who has answered one', () => {
    expect(alertWords(alert(), at(41))).toEqual({
      overdue: true,
      state: 'Raised',
      detail: 'overdue by 11 min (08:30)',
    });
    const acknowledged = alert({ state: 'acknowledged', acknowledgedBy: amina, acknowledgedAt: atMinute(10) });
    expect(alertWords(acknowledged, at(41))).toEqual({
      overdue: false,
      state: 'Acknowledged',
      detail: 'by Amina at 08:10',
    });
  });

  it('says of one that is put off until when and by whom, and of one that has cleared that it is to be reviewed', () => {
    const snooze = { by: amina, at: atMinute(1), reason: 'Asleep', until: atMinute(16) };
    expect(alertWords(alert({ snooze }), at(41))).toEqual({
      overdue: false,
      state: 'Snoozed',
      detail: 'until 08:16 by Amina',
    });
    expect(alertWords(alert({ clearedAt: atMinute(4) }), at(41))).toMatchObject({ overdue: false, state: 'Cleared' });
  });

  it('says of one that a gateway which is down mutes until when it calls no one, and why', () => {
    const muted = { mutedBy: EventId.parse('3f9d3c5e-53f5-4f5f-8a55-6f0f7c6b3a10') };
    const policyId = EscalationPolicyId.parse('3f9d3c5e-53f5-4f5f-8a55-6f0f7c6b3a11');
    const escalation = { policyId, policyVersion: 1, step: 1, round: 0, nextStepAt: atMinute(60), ended: null };
    expect(mutedWords(alert({ ...muted, escalation }), at(5))).toBe(
      'Muted until 09:00: its gateway is down, and operations are notified of that.',
    );
    expect(mutedWords(alert(muted), at(5))).toMatch(/^Muted: its gateway is down/);
    expect(mutedWords(alert(), at(5))).toBeUndefined();
    expect(mutedWords(alert({ ...muted, state: 'resolved', resolvedAt: atMinute(4) }), at(5))).toBeUndefined();
  });

  it('counts to the second, and says the times in a sentence as people do', () => {
    expect([725_000, 3_600_000, 59_999, -1].map(countWords)).toEqual([
      '12 min 05 s',
      '1 h 00 min',
      '0 min 59 s',
      '0 min 00 s',
    ]);
    expect(withTimes(`Snoozed until ${atMinute(16)}: asleep`, at(1))).toBe('Snoozed until 08:16: asleep');
  });

  it('says that one found late is to be looked at, and never that it is overdue', () => {
    expect(alertWords(alert({ late: true }), at(600))).toMatchObject({ overdue: false, state: 'Found late' });
  });

  it('says that Homeward itself resolved what a correction left no reason for', () => {
    expect(alertWords(alert({ state: 'resolved', resolvedAt: atMinute(5) }), at(6)).detail).toBe(
      'by Homeward at 08:05',
    );
  });

  it('puts open first, most urgent first, unanswered first, longest waiting first', () => {
    const resolved = alert({ of: 'resolved', state: 'resolved' });
    const medium = alert({ of: 'medium', tier: 'medium' });
    const taken = alert({ of: 'taken', state: 'acknowledged' });
    const recent = alert({ of: 'recent', raisedAt: atMinute(20) });
    const worsened = alert({ of: 'worsened', worsenedAt: atMinute(25) });
    const longest = alert({ of: 'longest' });
    const inOrder = [resolved, medium, taken, worsened, recent, longest].toSorted(compareAlerts);
    expect(inOrder).toEqual([longest, recent, worsened, taken, medium, resolved]);
  });
});

describe('what is not as it should be, in words', () => {
  it('says of readings that are not scored that the risk is unclear, whatever the old score was', () => {
    const old = score({ minute: 0, change: { tier: 'low', highestTier: 'low' } });
    const words = riskWords(old, null, 'The rules heart-failure@2 are missing.');
    expect(words).toMatchObject({ look: 'unclear', badge: 'Not scored', reach: 'the score is old' });
    expect(`${words.badge} ${words.reach} ${words.sentence}`).not.toMatch(/low/i);
  });

  it('says since when no readings can arrive, by the clocks of the ward', () => {
    const outage = {
      kind: 'intake-outage',
      subjectId: null,
      raisedAt: instant(Date.parse('2026-07-01T01:14:00Z')),
    } as const;
    const now = Date.parse('2026-07-01T05:00:00Z');
    expect(technicalAlertWords({ ...outage, id: EventId.parse(alert().id), resolvedAt: null, words: '' }, now)).toBe(
      'No readings can arrive since 02:14.',
    );
  });
});

describe('what changed meanwhile, in words', () => {
  const change = (revision: number, text: string): ResourceChange => ({
    revision,
    at: atMinute(revision),
    by: revision % 2 === 0 ? amina : homewardItself,
    text,
    fields: ['tier'],
  });

  it('is said with its author and its time, oldest first', () => {
    expect(changeWords([change(1, 'Got worse, to high'), change(2, 'Acknowledged')], at(5))).toEqual([
      'Got worse, to high (Homeward, 08:01)',
      'Acknowledged (Amina, 08:02)',
    ]);
  });

  it('is the newest five where it is more than a person reads, and how many came before', () => {
    const many = Array.from({ length: 7 }, (_, index) => change(index + 1, `Change ${String(index + 1)}`));
    expect(changeWords(many, at(9))).toEqual([
      '2 earlier changes',
      'Change 3 (Homeward, 08:03)',
      'Change 4 (Amina, 08:04)',
      'Change 5 (Homeward, 08:05)',
      'Change 6 (Amina, 08:06)',
      'Change 7 (Homeward, 08:07)',
    ]);
  });
});

describe('people and values in words', () => {
  it('groups an NHS number as it is read out, and puts the family name first', () => {
    expect(nhsNumberWords('9990000018')).toBe('999 000 0018');
    expect(patientName({ givenName: 'Siân', familyName: 'Prosser' })).toBe('PROSSER, Siân');
  });

  it.each([
    ['supplemental-oxygen', false, 'Air', 'Air'],
    ['supplemental-oxygen', 0, 'Air', 'Air'],
    ['supplemental-oxygen', 2, '2 L/min', '2 L/min'],
    ['supplemental-oxygen', true, 'Oxygen', 'Oxygen'],
    ['consciousness', 'C', 'C', 'New confusion'],
    ['temperature', 38, '38.0', '38.0 °C'],
    ['temperature', 35.05, '35.1', '35.1 °C'],
    ['oxygen-saturation', 94, '94', '94%'],
    ['pulse-rate', 96, '96', '96 per min'],
  ] as const)('%s of %s', (code, value, short, long) => {
    expect(shortValue(code, value)).toBe(short);
    expect(longValue(code, value)).toBe(long);
  });
});
