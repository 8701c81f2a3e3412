import { QuarantineRepeats } from './quarantine-repeats.ts';

/** What is published of the same message when it comes so often, each time in a batch of its own. */
const publishedOf = (repeats: QuarantineRepeats, id: string, times: number) =>
  Array.from({ length: times }, () => {
    const batch = repeats.counting();
    const published = batch.count(id);
    repeats.remember(batch);
    return published;
  }).filter((published) => published !== undefined);

describe('A quarantined message that comes again and again', () => {
  it('is published the first time, and each time that its number has doubled', () => {
    expect(publishedOf(new QuarantineRepeats(), 'junk', 100)).toEqual([1, 2, 4, 8, 16, 32, 64]);
  });

  it('is counted within one batch as well', () => {
    const batch = new QuarantineRepeats().counting();
    expect(['junk', 'junk', 'other', 'junk', 'junk'].map((id) => batch.count(id))).toEqual([1, 2, 1, undefined, 4]);
  });

  it('is as good as never seen where its batch was not taken', () => {
    const repeats = new QuarantineRepeats();
    repeats.counting().count('junk');
    expect(repeats.counting().count('junk')).toBe(1);
  });

  it('is forgotten after many others, so that no number of them fills the memory', () => {
    const repeats = new QuarantineRepeats();
    publishedOf(repeats, 'first', 3);
    for (let n = 0; n < 9_999; n += 1) publishedOf(repeats, String(n), 1);
    expect(repeats.counting().count('first')).toBe(4);
    publishedOf(repeats, 'one more', 1);
    expect(repeats.counting().count('first')).toBe(1);
  });
});
