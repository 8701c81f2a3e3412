import { inflateRawSync } from 'node:zlib';

const centralHeader = 0x02014b50;
const deflated = 8;

/** The text of a file within a zip, such as a workbook. @throws where it is not there. */
export function textOfZipEntry(zip: Buffer, name: string): string {
  for (let at = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])); at >= 0 && isHeader(zip, at); at = nextHeader(zip, at)) {
    if (zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)) === name) return textAt(zip, at);
  }
  throw new Error(`There is no ${name} in it.`);
}

const isHeader = (zip: Buffer, at: number): boolean => at + 46 <= zip.length && zip.readUInt32LE(at) === centralHeader;

const nextHeader = (zip: Buffer, at: number): number =>
  at + 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);

function textAt(zip: Buffer, at: number): string {
  const [method, size, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  return (method === deflated ? inflateRawSync(bytes) : bytes).toString('utf8');
}
