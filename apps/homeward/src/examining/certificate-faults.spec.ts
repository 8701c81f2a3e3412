import { certificateFault } from './certificate-faults.ts';

const now = new Date('2026-11-29T12:00:00Z');
const until = (day: string) => ({ where: 'PUBLIC_URL', validTo: new Date(`${day}T12:00:00Z`) });

describe('the fault of a certificate', () => {
  it.each([
    ['2026-12-20', undefined],
    [
      '2026-12-19',
      'PUBLIC_URL: the certificate ends in 20 day(s), on 2026-12-19. Renew it, or see why it is not renewed.',
    ],
    ['2026-11-28', 'PUBLIC_URL: the certificate ended on 2026-11-28. Renew it.'],
  ])('of one that ends on %s is %s', (day, words) => {
    expect(certificateFault(until(day), now)).toBe(words);
  });

  it('is also that this machine does not trust it', () => {
    const distrusted = 'DEPTH_ZERO_SELF_SIGNED_CERT';
    expect(certificateFault({ ...until('2027-11-29'), distrusted }, now)).toContain('NODE_EXTRA_CA_CERTS');
  });
});
