import { type Alert, type ChartedObservation, type Score, type Task, WardId } from '#libs/contracts';
import { aNurse } from '#libs/fixtures';
import { alertsAfter, observationsAfter, scoresAfter, tasksAfter } from './list-changes.ts';
import { alert, atMinute, observation, patientId, score, task } from './live-events.fixtures.ts';

const listOf = <Item>(...items: readonly Item[]) => ({ items, more: false });

describe('lists after live events', () => {
  it('chart each observation of the patient once, and of no other', () => {
    const first = observation({ minute: 1 });
    const after = observationsAfter(patientId('Ann'))(listOf<ChartedObservation>(first), [
      { event: 'observation', data: first },
      { event: 'observation', data: observation({ minute: 2 }) },
      { event: 'observation', data: observation({ minute: 2 }) },
      { event: 'observation', data: observation({ of: 'Bob', minute: 3 }) },
    ]);
    expect(after.items).toEqual([first, observation({ minute: 2 })]);
  });

  it('keep an observation retracted once it has been retracted, whatever comes again', () => {
    const held = observation({ minute: 1 });
    const retracted = { ...held, retracted: { by: aNurse, reason: 'Not hers', at: atMinute(9) } };
    const after = observationsAfter(patientId('Ann'))(listOf<ChartedObservation>(held), [
      { event: 'observation', data: retracted },
      { event: 'observation', data: held },
    ]);
    expect(after.items).toEqual([retracted]);
  });

  it('keep a listed task when it is done, and take in a new one only where it belongs', () => {
    const open = tasksAfter((candidate) => candidate.state === 'open');
    const done = task({ state: 'done', revision: 2 });
    const after = open(listOf<Task>(task()), [
      { event: 'task', data: done },
      { event: 'task', data: task({ of: 'Bob', state: 'done' }) },
      { event: 'task', data: task({ of: 'Cyd' }) },
    ]);
    expect(after.items).toEqual([done, task({ of: 'Cyd' })]);
  });

  it('show the highest revision of a score, whichever came first', () => {
    const corrected = score({ minute: 1, revision: 2 });
    const after = scoresAfter(patientId('Ann'))(listOf<Score>(corrected), [
      { event: 'score', data: score({ minute: 1 }) },
      { event: 'score', data: score({ minute: 2 }) },
    ]);
    expect(after.items).toEqual([corrected, score({ minute: 2 })]);
  });

  it('show the newest score beside an open alert about the score, also after an answer that leaves it out', () => {
    const list = alertsAfter(() => true);
    const about = ({ id, at, min, max }: Score) => ({ id, at, min, max });
    const [older, newer] = [score({ minute: 1 }), score({ minute: 2 })];
    const after = list(listOf<Alert>(alert(), alert({ of: 'Bob' })), [
      { event: 'score', data: newer },
      { event: 'score', data: older },
    ]);
    expect(after.items.map(({ newestScore }) => newestScore)).toEqual([about(newer), undefined]);
    const acknowledged = { event: 'alert', data: alert({ state: 'acknowledged', revision: 2 }) } as const;
    expect(list(after, [acknowledged]).items[0]).toMatchObject({ state: 'acknowledged', newestScore: about(newer) });
    const withdrawn = list(after, [{ event: 'score', data: { ...newer, withdrawn: true, revision: 2 } }]);
    expect(withdrawn.items[0]).not.toHaveProperty('newestScore');
    const resolved = list(after, [{ event: 'alert', data: alert({ state: 'resolved', revision: 2 }) }]);
    expect(resolved.items[0]).not.toHaveProperty('newestScore');
  });

  it('keep whose an alert is, and on which ward while it is on that, when news of it leaves them out', () => {
    const list = alertsAfter(() => true);
    const patient = { givenName: 'Ann', familyName: 'Ash', nhsNumber: '9990000018', birthDate: '1950-01-02' };
    const named = { ...alert(), patient, wardName: 'North' };
    const answered = { event: 'alert', data: alert({ state: 'acknowledged', revision: 2 }) } as const;
    const after = list(listOf<Alert>(named), [answered]);
    expect(after.items[0]).toMatchObject({ state: 'acknowledged', patient, wardName: 'North' });
    const wardId = WardId.parse('3f333df6-90a4-4fda-8dd3-9485d27cee36');
    const moved = list(after, [{ event: 'alert', data: { ...alert({ revision: 3 }), wardId } }]);
    expect(moved.items[0]).toMatchObject({ wardId, patient });
    expect(moved.items[0]).not.toHaveProperty('wardName');
  });

  it('keep a listed alert when it changes, and take in a new one only where it belongs', () => {
    const open = alertsAfter((candidate) => candidate.state !== 'resolved');
    const after = open(listOf<Alert>(alert()), [
      { event: 'alert', data: alert({ state: 'resolved', revision: 2 }) },
      { event: 'alert', data: alert({ of: 'Bob', state: 'resolved', revision: 2 }) },
      { event: 'alert', data: alert({ of: 'Cyd' }) },
    ]);
    expect(after.items).toEqual([alert({ state: 'resolved', revision: 2 }), alert({ of: 'Cyd' })]);
  });
});
