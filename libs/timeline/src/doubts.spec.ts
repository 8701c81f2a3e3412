import { PatientFixture, testRules } from '#libs/fixtures';
import { DeviceId, instant } from '#libs/contracts';
import type { ObservationCode } from '#libs/clinical';
import { causeOfTime } from './causes.ts';
import { RecordedHistory } from './recorded-history.harness.ts';
import { scoreEvent } from './score-event.ts';

const well = {
  'respiration-rate': 16,
  'oxygen-saturation': 97,
  'supplemental-oxygen': false,
  'systolic-pressure': 120,
  'pulse-rate': 70,
  consciousness: 'A',
  temperature: 37,
} as const;
const extremes = { 'respiration-rate': '0 /min', 'pulse-rate': '0 /min', 'oxygen-saturation': '30 %' };

function onWard(plan: Parameters<PatientFixture['plan']>[1] = {}) {
  const patient = new PatientFixture();
  const history = new RecordedHistory(patient.patientId, testRules());
  history.follows(patient.plan(-1, plan));
  return { patient, history };
}

function lastScore({ history, timeline: { patientId } }: RecordedHistory) {
  const point = history.scores.at(-1);
  if (point === undefined) throw new Error('There is no score.');
  return scoreEvent(point, { patientId, revision: 1, late: false, cause: causeOfTime(patientId, point.atMs) });
}

describe('an extreme reading in quarantine', () => {
  it('makes the value before it doubtful at once: the score is a range that is not low, and says what was found', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    expect(lastScore(history)).toMatchObject({ total: 0, highestTier: 'low' });
    history.takes(patient.doubts(1, extremes));
    const score = lastScore(history);
    expect(score).toMatchObject({ total: null, min: 0, max: 9, tier: 'low', highestTier: 'high', agedOut: [] });
    expect(score.doubtful?.map(({ parameter, found, takenAt }) => [parameter, found, takenAt])).toEqual([
      ['respirationRate', '0 /min', instant(patient.msAt(1))],
      ['oxygenSaturation', '30 %', instant(patient.msAt(1))],
      ['pulseRate', '0 /min', instant(patient.msAt(1))],
    ]);
    expect(score.inputs.map(({ code }) => code)).not.toContain('pulse-rate');
  });

  it('asks the device for a repeat and a clinician for a look at once, and alerts when neither has come in time', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.doubts(1, { 'respiration-rate': '0 /min' }));
    history.untilMinute(5.9);
    expect(history.requests).toEqual([
      [1, 'device', 'implausible', 'respiration-rate'],
      [1, 'clinician', 'implausible', 'respiration-rate'],
    ]);
    expect(history.levels).toEqual([]);
    history.untilMinute(6);
    expect(history.levels).toEqual([[6, 'doubt:respiration-rate', 'high', 'confirmed']]);
    expect(history.history.changes[0]?.reason).toBe(
      'respiration rate is doubtful: 0 /min was found, which no living person has, and nothing better has come in 5 min',
    );
  });

  it('of two devices at one time leads to a request to each device that can measure it, not to one of them for both', () => {
    const { patient, history } = onWard();
    const [respiration, pulse] = [
      { ...patient.doubts(1, { 'respiration-rate': '0 /min' }), deviceId: DeviceId.parse('sensor-1') },
      { ...patient.doubts(1, { 'pulse-rate': '0 /min' }), deviceId: DeviceId.parse('sensor-2') },
    ];
    history.takes(respiration);
    const asked = (): unknown => history.history.requests.find(({ asks }) => asks === 'device')?.deviceId;
    expect(asked()).toBe('sensor-1');
    history.takes(pulse);
    expect(asked()).toBeNull();
  });

  it('is over with a good reading, before the alert or after it', () => {
    for (const minute of [3, 9]) {
      const { patient, history } = onWard();
      history.takes(patient.reads(0, well));
      history.takes(patient.doubts(1, { 'pulse-rate': '0 /min' }));
      history.untilMinute(8);
      history.takes(patient.reads(minute, { 'pulse-rate': 72 }));
      expect(lastScore(history)).toMatchObject({ total: 0, highestTier: 'low' });
      expect(lastScore(history).doubtful).toBeUndefined();
      expect(history.levels).toEqual(
        minute === 3
          ? []
          : [
              [6, 'doubt:pulse-rate', 'high', 'confirmed'],
              [9, 'doubt:pulse-rate', 'low', 'reading'],
            ],
      );
    }
  });

  it('is over with the answer of a person, and the value before it counts again', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.doubts(1, extremes));
    history.takes(patient.doubts(4, { ...extremes, temperature: 'no doubt there' }, 'answered'));
    history.untilMinute(30);
    expect(history.levels).toEqual([]);
    expect(lastScore(history)).toMatchObject({ total: 0, complete: true });
  });

  it('is not over with a poor reading, nor put off by another extreme', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.doubts(1, { 'oxygen-saturation': '30 %' }));
    history.takes(patient.doubts(4, { 'oxygen-saturation': '31 %' }));
    history.takes(patient.reads(5, { 'oxygen-saturation': 97 }, { quality: { perfusionIndex: 0.1 } }));
    history.takes(patient.doubts(5.5, { 'oxygen-saturation': '29 %' }));
    history.untilMinute(30);
    expect(history.requests).toHaveLength(2);
    expect(history.levels).toEqual([[6, 'doubt:oxygen-saturation', 'high', 'confirmed']]);
  });

  it('leaves in force what the value before it alerted for', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, { ...well, 'respiration-rate': 26, 'pulse-rate': 135, 'oxygen-saturation': 85 }));
    history.takes(patient.doubts(1, extremes));
    history.untilMinute(5);
    expect(history.levels).toEqual([[0, 'score', 'high', 'reading']]);
  });

  it('alerts although there was no value before it', () => {
    const { patient, history } = onWard();
    history.takes(patient.doubts(1, { 'pulse-rate': '0 /min' }));
    history.untilMinute(10);
    expect(history.requests.map(([minute, asks]) => [minute, asks])).toEqual([
      [1, 'device'],
      [1, 'clinician'],
    ]);
    expect(history.levels).toEqual([[6, 'doubt:pulse-rate', 'high', 'confirmed']]);
  });

  it('alerts although the chart does not apply to the patient', () => {
    const { patient, history } = onWard({ exclusion: 'under-16' });
    history.takes(patient.doubts(1, { 'pulse-rate': '0 /min' }));
    history.untilMinute(10);
    expect(history.levels).toEqual([[6, 'doubt:pulse-rate', 'high', 'confirmed']]);
  });

  it('yields to a reading of the same moment, in whatever order they come', () => {
    for (const first of ['doubt', 'reading']) {
      const { patient, history } = onWard();
      const sets = [patient.doubts(1, { 'pulse-rate': '500 /min' }), patient.reads(1, { 'pulse-rate': 180 })];
      history.takes(...(first === 'doubt' ? sets : sets.toReversed()));
      history.untilMinute(10);
      expect(history.levels).toEqual([[1, 'score', 'low-medium', 'reading']]);
    }
  });

  it('is no reading that was waited for', () => {
    const { patient, history } = onWard({ dueEveryMinutes: { 'pulse-rate': 60 } });
    history.takes(patient.reads(0, well));
    history.takes(patient.doubts(59, { 'pulse-rate': '0 /min' }));
    history.untilMinute(100);
    expect(history.requests.map(([minute, , why]) => [minute, why])).toEqual([
      [59, 'implausible'],
      [59, 'implausible'],
      [75, 'overdue'],
      [90, 'overdue'],
    ]);
  });

  it('of a code on which nothing depends raises nothing', () => {
    const { patient, history } = onWard();
    const code: ObservationCode = 'peak-flow';
    history.takes(patient.doubts(1, { [code]: '3 L/min' }));
    history.untilMinute(10);
    expect([history.requests, history.levels]).toEqual([[], []]);
  });
});

describe('a value by which a device says that it cannot measure', () => {
  it('leaves the value before it as it is at first, and makes it doubtful when it goes on', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.doubts(1, { 'oxygen-saturation': '127 %' }, 'sentinel'));
    expect(lastScore(history)).toMatchObject({ total: 0 });
    expect(history.requests).toEqual([]);
    history.takes(patient.doubts(6, { 'oxygen-saturation': '127 %' }, 'sentinel'));
    expect(lastScore(history)).toMatchObject({ total: null, doubtful: [{ code: 'oxygen-saturation' }] });
    history.untilMinute(30);
    expect(history.levels).toEqual([[11, 'doubt:oxygen-saturation', 'low-medium', 'confirmed']]);
  });

  it('begins anew after a reading', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.doubts(1, { 'oxygen-saturation': '127 %' }, 'sentinel'));
    history.takes(patient.reads(3, { 'oxygen-saturation': 96 }));
    history.takes(patient.doubts(7, { 'oxygen-saturation': '127 %' }, 'sentinel'));
    history.untilMinute(30);
    expect([history.requests, history.levels]).toEqual([[], []]);
  });
});

describe('a word for a level of consciousness that cannot be read', () => {
  it('makes the level before it doubtful, and alerts when it is not cleared up in time', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(0, well));
    history.takes(patient.doubts(1, { consciousness: '“unresponsive”' }, 'unreadable'));
    expect(lastScore(history)).toMatchObject({ total: null, highestTier: 'low-medium' });
    history.untilMinute(10);
    expect(history.levels).toEqual([[6, 'doubt:consciousness', 'medium', 'confirmed']]);
  });
});
