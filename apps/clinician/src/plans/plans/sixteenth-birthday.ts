import { instant, type Instant } from '#libs/contracts';

const hourMs = 3_600_000;

const londonClock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });

/**
 * When a patient turns 16: midnight in London as their birthday begins, in summer an hour before midnight UTC. Who was born on
 * 29 February turns 16 in a leap year, but for those of 1884 and 2084, who do on 1 March.
 *
 * @param birthDate `YYYY-MM-DD`.
 */
export function sixteenthBirthday(birthDate: string): Instant {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number);
  const midnightUtcMs = Date.UTC(year + 16, month - 1, day);
  const isSummer = londonClock.format(midnightUtcMs - hourMs) === '00';
  return instant(isSummer ? midnightUtcMs - hourMs : midnightUtcMs);
}
