import { keepPreferences, keptPreferences, usual } from './preferences.ts';

const storageWith = (kept: string | null) => {
  const held = { value: kept };
  return {
    getItem: () => held.value,
    setItem: (_key: string, value: string) => {
      held.value = value;
    },
  };
};

describe('Preferences', () => {
  it('are the usual ones at first, without sound', () => {
    expect(keptPreferences(storageWith(null))).toEqual(usual);
    expect(usual.sound).toBe(false);
  });

  it('last', () => {
    const storage = storageWith(null);
    const chosen = { theme: 'dark', sound: true, notifications: true, singleKeys: false } as const;
    keepPreferences(storage, chosen);
    expect(keptPreferences(storage)).toEqual(chosen);
  });

  it('include single keys where they were kept before there was a choice', () => {
    const kept = storageWith('{"theme":"dark","sound":true,"notifications":false}');
    expect(keptPreferences(kept)).toEqual({ ...usual, theme: 'dark', sound: true });
  });

  it.each(['', '{', '{"theme":"pink"}', 'null'])('are the usual ones where %j was kept', (kept) => {
    expect(keptPreferences(storageWith(kept))).toEqual(usual);
  });
});
