/** What a device is for. */
export const deviceKinds = [
  'pulse-oximeter',
  'blood-pressure-cuff',
  'thermometer',
  'wearable',
  'scales',
  'glucose-meter',
  'peak-flow-meter',
  'tablet',
  'hub',
  'other',
] as const;
export type DeviceKind = (typeof deviceKinds)[number];
