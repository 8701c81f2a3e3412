import { EnteredObservations, MessageId } from '#libs/contracts';
import { observation } from '../../live/live-events.fixtures.ts';
import { correctionBody, type CorrectionForm, correctionFaults } from './correct-reading.ts';

const pulse = observation({ minute: 3, value: 188 });
const form = (change: Partial<CorrectionForm> = {}): CorrectionForm => ({
  observation: pulse,
  value: '88',
  reason: 'Misread',
  messageId: MessageId.parse('correction-1'),
  ...change,
});

describe('correcting a reading', () => {
  it('sends the right value for the time of the wrong one, which is retracted with the same stroke', () => {
    expect(correctionFaults(form())).toEqual([]);
    expect(EnteredObservations.parse(correctionBody(form()))).toMatchObject({
      takenAt: pulse.takenAt,
      corrects: [{ observationId: pulse.id, reason: 'Misread' }],
      readings: [{ code: 'pulse-rate', value: 88, unit: '/min' }],
    });
  });

  it.each([
    ['pulse-rate', '', 'Pulse must be a number from 20 to 300 per min'],
    ['pulse-rate', '600', 'Pulse must be a number from 20 to 300 per min'],
    ['consciousness', 'X', 'Consciousness must be one of A, C, V, P, U'],
    ['supplemental-oxygen', 'some', 'Air or oxygen must be “air”, or a number from 0 to 60 L/min'],
  ] as const)('refuses %s of "%s", saying what was expected', (code, value, message) => {
    const wrong = form({ observation: observation({ minute: 3, code }), value });
    expect(correctionFaults(wrong)).toEqual([{ path: 'readings.0.value', message }]);
  });

  it.each([
    ['consciousness', 'c', 'C'],
    ['supplemental-oxygen', 'Air', false],
    ['temperature', '38,4', 38.4],
  ] as const)('takes %s of "%s"', (code, value, read) => {
    const right = form({ observation: observation({ minute: 3, code }), value });
    expect(correctionFaults(right)).toEqual([]);
    expect(correctionBody(right).readings[0]?.value).toBe(read);
  });

  it('needs a reason', () => {
    expect(correctionFaults(form({ reason: ' ' }))).toEqual([
      { path: 'corrects.0.reason', message: 'Enter why it is corrected' },
    ]);
  });
});
