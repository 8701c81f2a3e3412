import { instant } from '#libs/contracts';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import type { DowntimePack } from './downtime-pack.ts';
import { DowntimePdfService } from './downtime-pdf.service.ts';

/** Real: the PDF, read back by a reader that is not its writer. */
describe('A pack in print', () => {
  const pack = (over: Partial<DowntimePack> = {}): DowntimePack => ({
    title: 'Downtime pack: Lungs at home',
    running: 'Lungs at home, made at 20:00 on 22 November 2026',
    madeAt: instant(Date.parse('2026-11-22T20:00:00Z')),
    intro: ['Made at 20:00.', 'Żółć, Ångström, Νίκος and Юлия: 38.4 °C, “better”, 2–12 points.'],
    sections: [
      {
        heading: 'Byron, Ada',
        parts: [
          { heading: 'Plan', content: ['No ceiling of care is set.'] },
          {
            heading: 'Last readings',
            content: { columns: ['Reading', 'Value'], rows: [['Pulse', '80 per minute']] },
          },
        ],
      },
    ],
    ...over,
  });
  const read = async (made: DowntimePack) => {
    const bytes = await new DowntimePdfService().print(made);
    return { bytes, document: await getDocumentProxy(new Uint8Array(bytes)) };
  };

  it('has every line as text, whatever the letters', async () => {
    const { document } = await read(pack());
    const { text } = await extractText(document, { mergePages: true });
    for (const line of [...pack().intro, 'Byron, Ada', 'No ceiling of care is set.', '80 per minute']) {
      expect(text).toContain(line);
    }
  });

  it('is tagged, says that it is PDF/UA, its language and its title, and embeds its fonts', async () => {
    const { bytes, document } = await read(pack());
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
    const { info, metadata } = await getMeta(document);
    expect(info).toMatchObject({ Language: 'en-GB', Title: 'Downtime pack: Lungs at home' });
    expect(metadata.getRaw()).toContain('<pdfuaid:part>1</pdfuaid:part>');
    const source = bytes.toString('latin1');
    expect(source).toMatch(/\/DisplayDocTitle true/);
    expect(source.match(/\/FontFile2/g)).toHaveLength(2);
  });

  it('has headings, paragraphs and tables as what they are, in the order in which they are read', async () => {
    const { bytes, document } = await read(pack());
    const page = await document.getPage(1);
    expect(rolesOf(await page.getStructTree())).toEqual([
      ...['Document', 'H1', 'P', 'P', 'Sect', 'H2', 'H3', 'P', 'H3', 'Table'],
      ...['TR', 'TH', 'TH', 'TR', 'TH', 'TD'],
    ]);
    const source = bytes.toString('latin1');
    expect(source.match(/\/Scope \/Column/g)).toHaveLength(2);
    expect(source.match(/\/Scope \/Row/g)).toHaveLength(1);
  });

  it('takes as many pages as it needs, none of them cut short, each with its ward, time and number', async () => {
    const lines = Array.from({ length: 200 }, (_, n) => `Line ${String(n)}.`);
    const { document } = await read(
      pack({ sections: [{ heading: 'Long', parts: [{ heading: null, content: lines }] }] }),
    );
    const { text } = await extractText(document, { mergePages: false });
    expect(text.length).toBeGreaterThan(3);
    for (const [index, page] of text.entries()) {
      expect(page).toContain(`Lungs at home, made at 20:00 on 22 November 2026, page ${String(index + 1)}`);
    }
    const all = text.join('\n');
    expect(lines.filter((line) => !all.includes(line))).toEqual([]);
  });
});

/** The roles of a tree of structure, depth first; undefined where the page has none. */
function rolesOf(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const role = 'role' in node && typeof node.role === 'string' && node.role !== 'Root' ? [node.role] : [];
  const children: readonly unknown[] = 'children' in node && Array.isArray(node.children) ? node.children : [];
  return [...role, ...children.flatMap(rolesOf)];
}
