import { progressInWords, secondsFrom } from './simulation-progress.ts';

const report = {
  hour: 6.25,
  patients: 4,
  published: 500,
  acknowledged: 498,
  accepted: 400,
  duplicate: 0,
  quarantined: 0,
  reasons: {},
  connected: true,
};

describe('How far a simulation has come', () => {
  it('is said in one line', () => {
    expect(progressInWords(report)).toBe('hour 6.3, 4 patients, 500 sent, 498 acknowledged, 400 accepted');
  });

  it('names what is wrong, and only then', () => {
    const broken = {
      ...report,
      quarantined: 3,
      reasons: { 'unknown-device': 2, 'time-in-future': 1 },
      connected: false,
    };
    expect(progressInWords(broken)).toContain(
      '3 quarantined (unknown-device 2, time-in-future 1), not connected, trying again',
    );
  });
});

describe('A duration', () => {
  it.each([
    ['90', 90],
    ['90s', 90],
    ['10m', 600],
    ['1.5h', 5400],
    ['2d', 172_800],
  ])('%s is %d seconds', (text, seconds) => {
    expect(secondsFrom(text)).toBe(seconds);
  });

  it.each(['', '0', '-5m', 'soon', '5 weeks', '1e9'])('%j is none', (text) => {
    expect(secondsFrom(text)).toBeUndefined();
  });
});
