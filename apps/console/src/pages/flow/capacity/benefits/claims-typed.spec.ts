import { claimFaults, claimsBody, freshClaim, type TypedClaim, typedClaims } from './claims-typed.ts';

const compared = {
  pathway: 'frailty',
  bedDaysPerStay: 5.5,
  source: 'Page 20',
  comparison: { daysInHospital: 9, source: 'Audit of 2025' },
};
const claimed = { ...compared, pathway: 'acute-respiratory', comparison: null };

describe('Claims as they are typed', () => {
  it('left alone say the same again', () => {
    expect(claimsBody(typedClaims([compared, claimed]))).toEqual({ items: [compared, claimed] });
    expect(claimFaults(typedClaims([compared, claimed]))).toEqual([]);
  });

  const typed: TypedClaim = {
    pathway: 'frailty',
    bedDaysPerStay: '5.5',
    source: 'Page 20',
    daysInHospital: '9',
    comparisonSource: 'Audit of 2025',
  };

  it.each([
    [{ pathway: '' }, 'items.0.pathway'],
    [{ bedDaysPerStay: 'five' }, 'items.0.bedDaysPerStay'],
    [{ source: '' }, 'items.0.source'],
    [{ daysInHospital: '' }, 'items.0.comparison.daysInHospital'],
    [{ comparisonSource: ' ' }, 'items.0.comparison.source'],
  ])('are refused where one cannot be, a comparison of which half is missing among them: %j', (change, path) => {
    expect(claimFaults({ items: [{ ...typed, ...change }] }).map((fault) => fault.path)).toEqual([path]);
  });

  it('are refused at the second one for a pathway', () => {
    expect(claimFaults({ items: [typed, typed] }).map(({ path }) => path)).toEqual(['items.1.pathway']);
  });

  it('are refused while one is blank', () => {
    expect(claimFaults({ items: [freshClaim] })).toHaveLength(3);
  });
});
