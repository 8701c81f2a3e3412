import { WardId } from '#libs/contracts';
import { capacityAlertWords } from './capacity-alert.ts';

const wardId = WardId.parse('00000000-0000-4000-8000-000000000001');

describe('The words of a capacity alert', () => {
  it.each([
    [
      'a ward without a free bed',
      { wardId, name: 'Heart at home', beds: { open: 20, occupied: 19, reserved: 1 } },
      'no-free-bed' as const,
      'The ward “Heart at home” has no free bed: of 20 beds, 19 are occupied and 1 is reserved.',
    ],
    [
      'all wards, nearly full',
      { wardId: null, name: 'All wards together', beds: { open: 100, occupied: 96, reserved: 0 } },
      'nearly-full' as const,
      'All wards together are nearly full: of 100 beds, 96 are occupied and 0 are reserved.',
    ],
    [
      'a ward of one bed',
      { wardId, name: 'One', beds: { open: 1, occupied: 1, reserved: 0 } },
      'no-free-bed' as const,
      'The ward “One” has no free bed: of 1 bed, 1 is occupied and 0 are reserved.',
    ],
  ])('%s', (_claim, subject, because, words) => {
    expect(capacityAlertWords(subject, because)).toBe(words);
  });
});
