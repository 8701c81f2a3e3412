import { DeviceHolding, instant } from '#libs/contracts';
import { holderAt } from './holder.ts';

const ada = '7b0f6f0e-1a54-4b52-8f3e-0d6f0b6f9a10';
const ben = '8c1f6f0e-1a54-4b52-8f3e-0d6f0b6f9a11';
const at = (time: string) => instant(Date.parse(time.includes('T') ? `${time}Z` : `2026-11-21T${time}Z`));
const holdings = [
  { patientId: ada, from: at('08:00:00'), until: at('10:00:00') },
  { patientId: ben, from: at('10:00:00'), until: at('11:00:00') },
  { patientId: ada, from: at('12:00:00'), until: null },
].map((holding) => DeviceHolding.parse(holding));

describe('Who had a device', () => {
  it.each([
    ['no patient before it was first issued, not even a little', '07:59:59.999', undefined],
    ['the holder from the time of issue', '08:00:00', ada],
    ['the old holder until just before recovery', '09:59:59.999', ada],
    ['the new holder from the very time of handover', '10:00:00', ben],
    ['no patient while it lies in the cupboard', '11:30:00', undefined],
    ['the present holder for as long as it is not recovered', '23:00:00', ada],
  ])('%s', (_claim, time, patientId) => {
    expect(holderAt(holdings, at(time))).toBe(patientId);
  });
});
