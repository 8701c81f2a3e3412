import { absent, isHeld, type Presence } from './hold.ts';

describe('A list keeps its order', () => {
  it.each<[string, Partial<Presence>, number, boolean]>([
    ['not while no person is there', {}, 0, false],
    ['while the pointer moves on it', { pointedAt: 1000 }, 5000, true],
    ['no longer once the pointer was left lying on it', { pointedAt: 0 }, 20_000, false],
    ['while the focus is in it', { focusedAt: 0 }, 119_000, true],
    ['no longer once no key was pressed for two minutes', { focusedAt: 0 }, 120_000, false],
    ['for as long as something is typed in it', { focusedAt: 0, isTyping: true }, 3_600_000, true],
  ])('%s', (_claim, presence, now, held) => {
    expect(isHeld({ ...absent, ...presence }, now)).toBe(held);
  });
});
