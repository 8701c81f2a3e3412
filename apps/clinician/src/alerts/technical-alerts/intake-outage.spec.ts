import { instant } from '#libs/contracts';
import { decideOutage, outageBefore, outageId, outageOverWords, outageWords } from './intake-outage.ts';

const at = (time: string) => instant(Date.parse(`2026-07-02T${time}Z`));
const lastStatusAt = at('07:00:00');

describe('An outage of the intake', () => {
  it.each([
    ['raised after 30 s without a status', { lastStatusAt, silentForMilliseconds: 30_000, isOpen: false }, 'raise'],
    ['not raised before', { lastStatusAt, silentForMilliseconds: 29_999, isOpen: false }, 'not-silent-for-long'],
    ['raised once', { lastStatusAt, silentForMilliseconds: 90_000, isOpen: true }, 'open-already'],
    [
      'not raised where no gateway service has ever run',
      { lastStatusAt: undefined, silentForMilliseconds: 90_000, isOpen: false },
      'never-known',
    ],
  ])('is %s', (_claim, inputs, expected) => {
    const decision = decideOutage(inputs);
    expect(decision.change === 'raise' ? decision.change : decision.because).toBe(expected);
  });

  it('has one id, whichever replica notices, and says since when in the time of the United Kingdom', () => {
    expect(outageId(lastStatusAt)).toBe(outageId(lastStatusAt));
    expect(outageId(lastStatusAt)).not.toBe(outageId(at('07:00:05')));
    expect(outageWords(lastStatusAt)).toBe('No readings can arrive since 08:00:00 on 2 July.');
  });

  it.each([
    [
      'the outage that the gateway service has written down',
      [{ from: at('07:00:02'), until: at('07:10:00') }],
      '07:00:02',
    ],
    ['the time between two statuses where it has written down none', [], '07:00:00'],
    ['not an outage before that one', [{ from: at('05:00:00'), until: at('05:10:00') }], '07:00:00'],
  ])('lasted for %s', (_claim, outages, from) => {
    const interval = outageBefore({ at: at('07:10:00'), outages }, lastStatusAt);
    expect(interval).toEqual({ from: at(from), until: at('07:10:00') });
    expect(outageOverWords(interval)).toMatch(
      /^No readings could arrive from 08:00:0\d on 2 July until 08:10:00 on 2 July\.$/,
    );
  });
});
