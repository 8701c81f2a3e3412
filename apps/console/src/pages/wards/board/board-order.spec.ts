import { type BoardRow, compareBoardRows } from '#libs/contracts';
import { alert, board, score } from '../../../live/live-events.fixtures.ts';

const well = {
  respirationRate: 16,
  oxygenSaturation: 97,
  supplementalOxygen: false,
  systolicPressure: 120,
  pulseRate: 70,
  consciousness: 'A',
  temperature: 37,
} as const;

function row(name: string, change: Partial<BoardRow>): BoardRow {
  const [made] = board(name).rows;
  if (made === undefined) throw new TypeError('The board has no rows.');
  return { ...made, ...change };
}

const namesInOrder = (rows: readonly BoardRow[]): readonly string[] =>
  rows.toSorted(compareBoardRows).map((one) => one.givenName);

describe('the order of the board', () => {
  it('puts the higher certain tier first, then the higher least score', () => {
    const rows = [
      row('Low', { score: score({ minute: 0, values: well }) }),
      row('Seven', {
        score: score({ minute: 0, values: { ...well, respirationRate: 26, pulseRate: 135, temperature: 38.5 } }),
      }),
      row('Nine', {
        score: score({ minute: 0, values: { ...well, respirationRate: 26, pulseRate: 135, systolicPressure: 88 } }),
      }),
      row('Three', { score: score({ minute: 0, values: { ...well, temperature: 34.9 } }) }),
    ];
    expect(namesInOrder(rows)).toEqual(['Nine', 'Seven', 'Three', 'Low']);
  });

  it('puts a patient whose score is still open before one who is known to be at low risk', () => {
    const rows = [
      row('Known', { score: score({ minute: 0, values: { ...well, pulseRate: 95 } }) }),
      row('Unclear', { score: score({ minute: 0, values: { pulseRate: 70 } }) }),
    ];
    expect(namesInOrder(rows)).toEqual(['Unclear', 'Known']);
  });

  it('puts a patient who has never been scored before one at low risk, and one who cannot be scored last', () => {
    const rows = [
      row('Child', { exclusion: 'under-16' }),
      row('Known', { score: score({ minute: 0, values: well }) }),
      row('New', {}),
    ];
    expect(namesInOrder(rows)).toEqual(['New', 'Known', 'Child']);
  });

  it('puts a patient whose readings are not scored for now before one at low risk, whatever the old score was', () => {
    const rows = [
      row('Known', { score: score({ minute: 0, values: { ...well, pulseRate: 95 } }) }),
      row('Parked', { score: score({ minute: 0, values: well }), notScored: 'Rules are missing.' }),
    ];
    expect(namesInOrder(rows)).toEqual(['Parked', 'Known']);
  });

  it('puts a patient whom NEWS2 is not for by the score of another chart, and last where there is only an old NEWS2', () => {
    const sick = score({ minute: 0, values: { ...well, respirationRate: 26, pulseRate: 115 } });
    const rows = [
      row('Known', { score: score({ minute: 0, values: well }) }),
      row('Before', { exclusion: 'pregnant', score: sick }),
      row('Obstetric', { exclusion: 'pregnant', score: { ...sick, ruleSet: 'obstetric-meows-2012' } }),
    ];
    expect(namesInOrder(rows)).toEqual(['Obstetric', 'Known', 'Before']);
  });

  it('keeps a patient on top whose high alert is unanswered, though the patient is better now', () => {
    const medium = score({ minute: 0, values: { ...well, respirationRate: 26, pulseRate: 115 } });
    const better = score({ minute: 5, values: well });
    const rows = [
      row('Medium', { score: medium }),
      row('Better', { score: better, alerts: [alert({ currentTier: 'low' })] }),
    ];
    expect(namesInOrder(rows)).toEqual(['Better', 'Medium']);
  });

  it('does not let a resolved alert count', () => {
    const rows = [
      row('Resolved', { score: score({ minute: 0, values: well }), alerts: [alert({ state: 'resolved' })] }),
      row('Medium', { score: score({ minute: 0, values: { ...well, respirationRate: 26, pulseRate: 115 } }) }),
    ];
    expect(namesInOrder(rows)).toEqual(['Medium', 'Resolved']);
  });
});
