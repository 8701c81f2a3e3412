import { inRounds } from './rounds.ts';

const revision = (id: string, revision: number) => ({ id, revision });

describe('Scores as they come off the log', () => {
  it('are entered revision after revision, each score once in a round', () => {
    const events = [revision('a', 1), revision('b', 1), revision('a', 2), revision('a', 3), revision('b', 2)];
    expect(inRounds(events)).toEqual([
      [revision('a', 1), revision('b', 1)],
      [revision('a', 2), revision('b', 2)],
      [revision('a', 3)],
    ]);
  });

  it('are no round where there are none', () => {
    expect(inRounds([])).toEqual([]);
  });
});
