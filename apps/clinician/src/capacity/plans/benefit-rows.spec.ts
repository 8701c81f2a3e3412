import { benefitRows } from './benefit-rows.ts';

const ended = [
  { pathway: 'acute-respiratory', stays: 6, toHospital: 1, days: 30 },
  { pathway: 'frailty', stays: 2, toHospital: 0, days: 20 },
  { pathway: 'acute-respiratory', stays: 4, toHospital: 1, days: 10 },
];
const group = { level: 'provider', name: 'A trust', ended } as const;
const claim = { pathway: 'acute-respiratory', bedDaysPerStay: 2, source: 'The plan', comparison: null };

describe('Benefits', () => {
  it('have a row for each pathway, with what is claimed, and nothing measured without a comparison', () => {
    expect(benefitRows(group, [claim])).toMatchObject([
      { pathway: 'acute-respiratory', stays: 10, bedDaysOnWard: 40, claimedBedDays: 20, measuredBedDays: null },
      { pathway: 'frailty', stays: 2, bedDaysOnWard: 20, claimedBedDays: null, measuredBedDays: null },
    ]);
    expect(benefitRows(group, [claim])[0]?.comparison).toMatch(/Claimed: 2 bed days .* Not measured/);
    expect(benefitRows(group, [])[0]?.comparison).toMatch(/No plan claims/);
  });

  it('are measured by stays that did not end in hospital, and say how weak that is', () => {
    const [row] = benefitRows(group, [{ ...claim, comparison: { daysInHospital: 4.5, source: 'The trust in 2025' } }]);
    expect(row?.measuredBedDays).toBe(36);
    expect(row?.comparison).toMatch(/the 2 that did count as none saved. Weak evidence: there is no control group/);
  });
});
