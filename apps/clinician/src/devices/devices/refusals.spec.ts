import { instant, PatientId } from '#libs/contracts';
import { type DeviceRefusals, isBeingRefused, refusedWords } from './refusals.ts';

const firstAt = instant(Date.parse('2026-11-22T08:00:00Z'));
const patientId = PatientId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a01');
const refused = (over: Partial<DeviceRefusals> = {}): DeviceRefusals => ({
  deviceId: 'cuff-1',
  patientId,
  messages: 1,
  firstAt,
  firstReason: 'time-in-future',
  aheadSeconds: null,
  ...over,
});
const after = (minutes: number): Date => new Date(Date.parse(firstAt) + minutes * 60_000);

describe('A device is being refused', () => {
  it.each([
    ['three times in a row, at once', { messages: 3 }, 0, true],
    ['twice within minutes: not yet', { messages: 2 }, 9, false],
    ['once, and nothing was taken for ten minutes', { messages: 1 }, 10, true],
    ['three times, though no patient has it', { messages: 3, patientId: null }, 0, true],
    ['once, and no patient has it: not yet', { messages: 1, patientId: null }, 60, false],
    ['not at all', { messages: 0 }, 60, false],
  ])('%s', (_what, over, minutes, expected) => {
    expect(isBeingRefused(refused(over), after(minutes))).toBe(expected);
  });

  it('says since when and why, in the same words however often it is refused', () => {
    expect(refusedWords(refused())).toBe(
      'Nothing that the device cuff-1 sent since 08:00 has been taken: The reading says it was taken later than now.',
    );
    expect(refusedWords(refused({ messages: 40 }))).toBe(refusedWords(refused()));
  });
});
