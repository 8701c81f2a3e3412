import { builtInRules, PatientFixture } from '#libs/fixtures';
import { RecordedHistory } from './recorded-history.harness.ts';

function onWard(plan: Parameters<PatientFixture['plan']>[1] = {}) {
  const patient = new PatientFixture();
  const history = new RecordedHistory(patient.patientId, builtInRules());
  history.follows(patient.plan(0, plan));
  return { patient, history };
}

const eventLevels = ({ levels }: RecordedHistory) => levels.filter(([, condition]) => condition.startsWith('event:'));

describe('a call for help', () => {
  it('alerts at once at the high tier, and says what is to be done within ten minutes', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { 'call-for-help': 'happened' }));
    expect(eventLevels(history)).toEqual([[5, 'event:call-for-help', 'high', 'reading']]);
    expect(history.history.changes[0]).toMatchObject({
      respondWithinMinutes: 10,
      reason: 'Call for help: ring now, and go or send help where there is no answer.',
    });
  });

  it('is capped by no ceiling of care and no pathway', () => {
    for (const id of ['general', 'end-of-life']) {
      const patient = new PatientFixture();
      const history = new RecordedHistory(patient.patientId, builtInRules());
      const ceilingOfCare = patient.ceiling('none');
      history.follows(patient.plan(0, { ceilingOfCare, ruleSet: { id, version: 1 } }));
      history.takes(patient.reads(5, { 'call-for-help': 'happened' }));
      expect(eventLevels(history)).toEqual([[5, 'event:call-for-help', 'high', 'reading']]);
    }
  });

  it('alerts while monitoring is paused, and while no chart is for the person', () => {
    const patient = new PatientFixture();
    const history = new RecordedHistory(patient.patientId, builtInRules());
    history.follows(patient.plan(0, { pauses: [patient.pause(0, 600)], exclusion: 'under-16' }));
    history.takes(patient.reads(5, { 'call-for-help': 'happened' }));
    expect(eventLevels(history)).toEqual([[5, 'event:call-for-help', 'high', 'reading']]);
  });

  it('does not wait for a repeat, however poor the signal was', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { 'call-for-help': 'happened' }, { quality: { signalStrength: 0 } }));
    expect(eventLevels(history)).toEqual([[5, 'event:call-for-help', 'high', 'reading']]);
    expect(history.requests.filter(([, , , codes]) => codes === 'call-for-help')).toEqual([]);
  });

  it('that is made again is a rise of its own, though the tier is the same', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { 'call-for-help': 'happened' }));
    history.takes(patient.reads(25, { 'call-for-help': 'happened' }));
    expect(eventLevels(history)).toEqual([
      [5, 'event:call-for-help', 'high', 'reading'],
      [25, 'event:call-for-help', 'high', 'reading'],
    ]);
    expect(history.history.changes.map(({ previousTier }) => previousTier)).toEqual(['low', 'low']);
  });

  it('from before the stay alerts for no later stay', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(-60, { 'call-for-help': 'happened' }));
    history.untilMinute(1);
    expect(eventLevels(history)).toEqual([]);
  });
});

describe('a fall', () => {
  it('alerts when it has not been cancelled within a minute', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { fall: 'happened' }));
    history.untilMinute(5.9);
    expect(eventLevels(history)).toEqual([]);
    history.untilMinute(6);
    expect(eventLevels(history)).toEqual([[6, 'event:fall', 'high', 'confirmed']]);
  });

  it('that the person cancels within the minute alerts no one', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { fall: 'happened' }), patient.reads(5.5, { fall: 'cancelled' }));
    history.untilMinute(120);
    expect(eventLevels(history)).toEqual([]);
  });

  it('that is cancelled later is shown as over, from then on', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { fall: 'happened' }));
    history.takes(patient.reads(9, { fall: 'cancelled' }));
    expect(eventLevels(history)).toEqual([
      [6, 'event:fall', 'high', 'confirmed'],
      [9, 'event:fall', 'low', 'reading'],
    ]);
  });

  it('alerts at once when it is the second within a day, however short ago the first was', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { fall: 'happened' }), patient.reads(5.5, { fall: 'happened' }));
    expect(eventLevels(history)).toEqual([[5.5, 'event:fall', 'high', 'reading']]);
    expect(history.history.changes[0]?.reason).toContain('a second fall within a day');
  });

  it('is not the second where the first was cancelled', () => {
    const { patient, history } = onWard();
    const cancelled = [patient.reads(5, { fall: 'happened' }), patient.reads(5.5, { fall: 'cancelled' })];
    history.takes(...cancelled, patient.reads(60, { fall: 'happened' }));
    history.untilMinute(61);
    expect(eventLevels(history)).toEqual([[61, 'event:fall', 'high', 'confirmed']]);
  });

  it('that becomes known hours later is as urgent, as long as it was not cancelled', () => {
    const { patient, history } = onWard();
    history.untilMinute(300);
    history.takes(patient.reads(5, { fall: 'happened' }, { delayMinutes: 295 }));
    expect(eventLevels(history)).toEqual([[6, 'event:fall', 'high', 'confirmed']]);
  });
});

describe('feeling worse', () => {
  it('alerts at once, and at a more urgent tier when the person says so again within hours', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { 'feeling-worse': 'happened' }));
    history.takes(patient.reads(100, { 'feeling-worse': 'happened' }));
    expect(eventLevels(history)).toEqual([
      [5, 'event:feeling-worse', 'medium', 'reading'],
      [100, 'event:feeling-worse', 'high', 'reading'],
    ]);
  });
});

describe('a device that is taken off', () => {
  it('alerts when it has not been put on again for half an hour, and not above the ceiling of care', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { 'device-taken-off': 'happened' }));
    history.untilMinute(35);
    expect(eventLevels(history)).toEqual([[35, 'event:device-taken-off', 'low-medium', 'confirmed']]);
    const other = onWard({ ceilingOfCare: patient.ceiling('none') });
    other.history.takes(patient.reads(5, { 'device-taken-off': 'happened' }));
    other.history.untilMinute(60);
    expect(eventLevels(other.history)).toEqual([]);
  });
});

describe('a door or a bed without a rule about it', () => {
  it('is charted and alerts no one', () => {
    const { patient, history } = onWard();
    history.takes(patient.reads(5, { 'bed-left': 'happened', 'door-opened': 'happened' }));
    history.untilMinute(600);
    expect(eventLevels(history)).toEqual([]);
  });
});
