import { Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buffer } from 'node:stream/consumers';
import { setImmediate as breathe } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import type { DowntimePack, PackPart, PackSection, PackTable } from './downtime-pack.ts';

const marginPoints = 50;
/** A heading does not stand with less than this below it. */
const roomForHeadingPoints = 90;
const cellGapPoints = 8;

const sizes = { H1: 18, H2: 14, H3: 11, P: 10, running: 8 } as const;
type FontName = 'regular' | 'bold';
type Structure = PDFKit.PDFStructureElement;

/** Regular and bold: embedded, as PDF/UA asks, with letters of most European scripts. */
const fontFiles = [
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
].map((url) => fileURLToPath(url));

/** Prints packs as PDF that is tagged for screen readers: PDF/UA-1. */
@Injectable()
export class DowntimePdfService {
  #fonts: Promise<readonly Buffer[]> | undefined;

  /** @returns the bytes of the file. */
  async print(pack: DowntimePack): Promise<Buffer> {
    this.#fonts ??= Promise.all(fontFiles.map((file) => readFile(file)));
    return printed(pack, await this.#fonts);
  }
}

async function printed(pack: DowntimePack, [regular, bold]: readonly Buffer[]): Promise<Buffer> {
  const document = new PDFDocument({
    ...optionsOf(pack),
    // Its types are those of an older version, without this subset.
    subset: 'PDF/UA' as PDFKit.Mixins.PDFSubsets,
  });
  if (regular !== undefined) document.registerFont('regular', regular);
  if (bold !== undefined) document.registerFont('bold', bold);
  const bytes = buffer(document);
  const sheets = new Sheets(document, pack.running);
  const root = document.struct('Document');
  document.addStructure(root);
  sheets.heading(root, 'H1', pack.title);
  for (const line of pack.intro) sheets.paragraph(root, line);
  for (const section of pack.sections) {
    sheets.section(root, section);
    // A ward of fifty takes a few hundred milliseconds, during which no one else would be served.
    await breathe();
  }
  root.end();
  document.end();
  return bytes;
}

function optionsOf({ title, madeAt }: DowntimePack): PDFKit.PDFDocumentOptions {
  return {
    size: 'A4',
    margin: marginPoints,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    info: { Title: title, CreationDate: new Date(madeAt), Creator: 'Homeward', Producer: 'Homeward' },
  };
}

/** Sets text and tables one below the other, on as many pages as they take. Every structure that is opened is closed. */
class Sheets {
  readonly #document: PDFKit.PDFDocument;
  readonly #running: string;
  #pages = 0;
  #inUse: { readonly name: FontName; readonly size: number } = { name: 'regular', size: sizes.P };

  constructor(document: PDFKit.PDFDocument, running: string) {
    this.#document = document;
    this.#running = running;
    this.#turn();
  }

  section(root: Structure, { heading, parts }: PackSection): void {
    const section = this.#document.struct('Sect');
    root.add(section);
    this.heading(section, 'H2', heading);
    for (const part of parts) this.#part(section, part);
    section.end();
  }

  heading(parent: Structure, type: 'H1' | 'H2' | 'H3', text: string): void {
    this.#font('bold', sizes[type]);
    this.#makeRoom(roomForHeadingPoints);
    this.#document.y += sizes[type] / 2;
    this.#text(parent, type, text);
  }

  paragraph(parent: Structure, text: string): void {
    this.#font('regular', sizes.P);
    this.#makeRoom(this.#document.heightOfString(text, { width: this.#width }));
    this.#text(parent, 'P', text);
  }

  #part(section: Structure, { heading, content }: PackPart): void {
    if (heading !== null) this.heading(section, 'H3', heading);
    if ('columns' in content) this.#table(section, content);
    else for (const line of content) this.paragraph(section, line);
  }

  #table(section: Structure, { columns, rows }: PackTable): void {
    const table = this.#document.struct('Table');
    section.add(table);
    this.#row(table, columns, { font: 'bold', scopeOf: () => 'Column' });
    // The first column says what the others of its row are about.
    for (const row of rows)
      this.#row(table, row, { font: 'regular', scopeOf: (index) => (index === 0 ? 'Row' : null) });
    table.end();
    this.#document.x = marginPoints;
  }

  #row(
    table: Structure,
    cells: readonly string[],
    { font, scopeOf }: { readonly font: FontName; readonly scopeOf: (index: number) => 'Row' | 'Column' | null },
  ): void {
    const document = this.#document;
    const width = this.#width / cells.length - cellGapPoints;
    this.#font(font, sizes.P);
    const height = Math.max(...cells.map((cell) => document.heightOfString(cell, { width })));
    this.#makeRoom(height);
    const { y } = document;
    const row = document.struct('TR');
    table.add(row);
    for (const [index, cell] of cells.entries()) {
      const x = marginPoints + index * (width + cellGapPoints);
      const scope = scopeOf(index);
      const draw = () => document.text(cell, x, y, { width });
      row.add(scope === null ? document.struct('TD', {}, draw) : document.struct('TH', scopeOption(scope), draw));
    }
    row.end();
    document.y = y + height + 2;
  }

  #text(parent: Structure, type: string, text: string): void {
    const document = this.#document;
    const { y } = document;
    parent.add(document.struct(type, {}, () => document.text(text, marginPoints, y, { width: this.#width })));
    document.y += 2;
  }

  #font(name: FontName, size: number): void {
    this.#inUse = { name, size };
    this.#document.font(name).fontSize(size);
  }

  get #width(): number {
    return this.#document.page.width - 2 * marginPoints;
  }

  #makeRoom(height: number): void {
    const document = this.#document;
    if (document.y + height <= document.page.height - marginPoints) return;
    const { name, size } = this.#inUse;
    this.#turn();
    this.#font(name, size);
  }

  /** The line at the head of the page is no content: who listens to the document is not to hear it on every page. */
  #turn(): void {
    const document = this.#document;
    document.addPage();
    this.#pages += 1;
    document.markContent('Artifact', { type: 'Pagination' });
    this.#font('regular', sizes.running);
    document.text(`${this.#running}, page ${String(this.#pages)}`, marginPoints, marginPoints / 2, {
      width: this.#width,
    });
    document.endMarkedContent();
    document.y = marginPoints;
  }
}

/** Whether a heading of a table is that of its row or of its column. */
function scopeOption(scope: 'Row' | 'Column'): PDFKit.Mixins.StructureElementOptions {
  // Its types are those of an older version, without this option.
  return { scope } as PDFKit.Mixins.StructureElementOptions;
}
