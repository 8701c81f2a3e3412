import { type CanaryHealth, Instant } from '#libs/contracts';
import { alertingView } from './alerting-view.ts';

const since = Instant.parse('2026-11-21T02:14:00.000Z');
const canary = (state: CanaryHealth['state'], ageSeconds: number | null): CanaryHealth => ({
  state,
  ageSeconds,
  lastAt: since,
  since,
});

describe('what the page says of whether alerts arrive', () => {
  it.each([
    ['how long ago it was proved, going on since the answer', canary('ok', 12.3), 5, { kind: 'ok', seconds: 17 }],
    ['that it is later than usual', canary('late', 37), 0, { kind: 'late', seconds: 37 }],
    ['since when it is down', canary('down', 300), 2, { kind: 'down', since }],
    ['that it is down, also while no answer comes', canary('down', 300), 600, { kind: 'down', since }],
    [
      'that it is not known, once no answer has come for a minute',
      canary('ok', 12),
      60,
      { kind: 'unknown', seconds: 72 },
    ],
    ['that it is about to be known', canary('starting', null), 3, { kind: 'starting' }],
    ['that it is not watched', canary('off', null), 600, { kind: 'off' }],
    ['no negative age where a clock was set back', canary('ok', 2), -30, { kind: 'ok', seconds: 2 }],
  ])('%s', (_claim, health, heardSecondsAgo, view) => {
    expect(alertingView(health, heardSecondsAgo)).toEqual(view);
  });
});
