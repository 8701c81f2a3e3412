import fc from 'fast-check';
import { Drafts, type TextStorage } from './drafts.ts';

class MemoryStorage implements TextStorage {
  readonly kept = new Map<string, string>();
  get length(): number {
    return this.kept.size;
  }
  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    this.kept.set(key, text);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

const ofAmina = (form: string) => ({ personId: 'amina', form });
const draft = (at: number, values: unknown = null) => ({ at, revision: 3, values });

describe('a draft', () => {
  it('comes back as it was typed, with when and the revision that was seen', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), fc.nat(), (form, values, at) => {
        const drafts = new Drafts(new MemoryStorage());
        drafts.write(ofAmina(form), draft(at, values));
        expect(drafts.read(ofAmina(form))).toMatchObject({ at, revision: 3 });
        expect(JSON.stringify(drafts.read(ofAmina(form))?.values)).toBe(JSON.stringify(values));
      }),
    );
  });

  it('is seen by the person who typed it and by no other, whatever they are called', () => {
    const drafts = new Drafts(new MemoryStorage());
    drafts.write({ personId: 'a/b', form: 'x' }, draft(1, 'typed'));
    expect(drafts.read({ personId: 'a', form: 'b/x' })).toBeUndefined();
    expect(drafts.openForms('a', '')).toEqual([]);
    expect(drafts.openForms('a/b', '')).toEqual(['x']);
  });

  it('goes at signing out with all others of that person, and no one else’s', () => {
    const drafts = new Drafts(new MemoryStorage());
    drafts.write(ofAmina('one'), draft(1));
    drafts.write(ofAmina('two'), draft(2));
    drafts.write({ personId: 'iyer', form: 'one' }, draft(3));
    drafts.forgetPerson('amina');
    expect(drafts.openForms('amina', '')).toEqual([]);
    expect(drafts.openForms('iyer', '')).toEqual(['one']);
  });

  it('shows which forms of a kind are open', () => {
    const drafts = new Drafts(new MemoryStorage());
    drafts.write(ofAmina('resolve-alert/1'), draft(1));
    drafts.write(ofAmina('resolve-alert/2'), draft(1));
    drafts.write(ofAmina('complete-task/3'), draft(1));
    drafts.forget(ofAmina('resolve-alert/2'));
    expect(drafts.openForms('amina', 'resolve-alert/')).toEqual(['1']);
  });

  it.each(['', 'no JSON', '{"version":0,"at":1,"revision":null}', '{"version":1}'])(
    'that cannot be read is none: %s',
    (text) => {
      const storage = new MemoryStorage();
      storage.setItem('homeward-draft/amina/form', text);
      expect(new Drafts(storage).read(ofAmina('form'))).toBeUndefined();
    },
  );

  it('that is too long is not kept, and of very many the oldest go', () => {
    const drafts = new Drafts(new MemoryStorage());
    drafts.write(ofAmina('long'), draft(1, 'x'.repeat(30_000)));
    expect(drafts.read(ofAmina('long'))).toBeUndefined();
    for (let at = 0; at < 100; at += 1) drafts.write(ofAmina(String(at)), draft(at));
    expect(drafts.openForms('amina', '')).toHaveLength(40);
    expect(drafts.read(ofAmina('99'))).toBeDefined();
    expect(drafts.read(ofAmina('0'))).toBeUndefined();
  });

  it('does no harm where the browser keeps nothing', () => {
    const full = new MemoryStorage();
    full.setItem = () => {
      throw new Error('QuotaExceededError');
    };
    expect(new Drafts(full).write(ofAmina('form'), draft(1))).toBe(false);
  });
});
