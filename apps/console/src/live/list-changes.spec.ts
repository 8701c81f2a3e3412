import type { Alert, ChartedObservation, Score } from '#libs/contracts';
import { alertsAfter, observationsAfter, scoresAfter } from './list-changes.ts';
import { alert, observation, patientId, score } from './live-events.fixtures.ts';

const listOf = <Item>(...items: readonly Item[]) => ({ items, more: false });

describe('lists after live events', () => {
  it('chart each observation of the patient once, and nobody else’s', () => {
    const first = observation({ minute: 1 });
    const after = observationsAfter(patientId('Ann'))(listOf<ChartedObservation>(first), [
      { event: 'observation', data: first },
      { event: 'observation', data: observation({ minute: 2 }) },
      { event: 'observation', data: observation({ minute: 2 }) },
      { event: 'observation', data: observation({ of: 'Bob', minute: 3 }) },
    ]);
    expect(after.items).toEqual([first, observation({ minute: 2 })]);
  });

  it('show the highest revision of a moment’s score, whichever came first', () => {
    const corrected = score({ minute: 1, revision: 2 });
    const after = scoresAfter(patientId('Ann'))(listOf<Score>(corrected), [
      { event: 'score', data: score({ minute: 1 }) },
      { event: 'score', data: score({ minute: 2 }) },
    ]);
    expect(after.items).toEqual([corrected, score({ minute: 2 })]);
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
