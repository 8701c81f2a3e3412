import type { Device, ShownDevice } from '#libs/contracts';

/** The device as a person sees it: who has and had it is for those who may view patients. */
export function deviceAsSeen(device: Device, { mayViewPatients }: { readonly mayViewPatients: boolean }): ShownDevice {
  if (mayViewPatients) return device;
  const { patientId: _now, holder: _name, holders: _names, clockCorrection: _clock, holdings, ...hardware } = device;
  return { ...hardware, withheld: true, holdings: holdings.map(({ from, until }) => ({ from, until })) };
}
