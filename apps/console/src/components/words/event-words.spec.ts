import { instant, ObservationId } from '#libs/contracts';
import { eventTags } from './event-words.ts';

const now = Date.UTC(2026, 10, 22, 12);
const hourInMs = 3_600_000;
const observed = (code: 'fall' | 'call-for-help' | 'pulse-rate', value: string | number, hoursAgo: number) => ({
  id: ObservationId.parse('5f6c8f1e-7d51-4d1c-9a34-3f2f5d6a7b8c'),
  code,
  value,
  takenAt: instant(now - hoursAgo * hourInMs),
});

describe('What happened to a patient', () => {
  it('is on the board for a day, the newest first, and a fall that was cancelled says so', () => {
    const latest = [
      observed('fall', 'cancelled', 2),
      observed('pulse-rate', 70, 0),
      observed('call-for-help', 'happened', 1),
    ];
    expect(eventTags({ latest }, now)).toEqual([
      expect.stringMatching(/^Call for help at /),
      expect.stringMatching(/^Fall: cancelled at /),
    ]);
    expect(eventTags({ latest: [observed('fall', 'happened', 25)] }, now)).toEqual([]);
  });
});
