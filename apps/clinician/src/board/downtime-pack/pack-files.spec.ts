import { instant, WardId } from '#libs/contracts';
import { indexText, isPackFile, packFileName } from './pack-files.ts';

const wardId = WardId.parse('0d2f0a52-94ee-4ad3-8f0e-0f6f3f1c5a09');

describe('The file of a pack', () => {
  it.each([
    ['Lungs at home', 'lungs-at-home'],
    ['  Ward 7: Ærø & Søn / COPD ', 'ward-7-r-s-n-copd'],
    ['Hôpital à domicile', 'ho-pital-a-domicile'],
    ['../../etc/passwd', 'etc-passwd'],
    ['病棟', 'ward'],
    ['a'.repeat(200), 'a'.repeat(60)],
  ])('of the ward %j is named %s', (name, slug) => {
    expect(packFileName(name, wardId)).toBe(`${slug}-${wardId}.pdf`);
    expect(isPackFile(packFileName(name, wardId))).toBe(true);
  });

  it.each(['notes.pdf', 'index.txt', `.x-${wardId}.pdf.part`, `${wardId}.txt`, `Lungs ${wardId}.pdf`])(
    'is not %s',
    (name) => {
      expect(isPackFile(name)).toBe(false);
    },
  );
});

describe('The index of packs', () => {
  it('says of each when it was made, by the clock on the wall and as an instant', () => {
    const madeAt = instant(Date.parse('2026-07-01T12:00:00Z'));
    expect(
      indexText([
        { fileName: 'b.pdf', madeAt },
        { fileName: 'a.pdf', madeAt },
      ]),
    ).toContain('a.pdf  made at 13:00 on 1 July 2026 (2026-07-01T12:00:00.000Z)\nb.pdf');
  });

  it('says that there is no ward', () => {
    expect(indexText([])).toContain('There is no ward.');
  });
});
