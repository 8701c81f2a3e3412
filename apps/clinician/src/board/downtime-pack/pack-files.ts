import { type Instant, type WardId, dayAndTimeInWords } from '#libs/contracts';

const packName = /^[a-z0-9-]*-?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.pdf$/;

/** The file of a ward's pack: `lungs-at-home-<id>.pdf`. A ward that is named anew gets another file. */
export function packFileName(wardName: string, wardId: WardId): string {
  const slug = wardName
    .normalize('NFKD')
    .toLocaleLowerCase('en-GB')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  return `${slug === '' ? 'ward' : slug}-${wardId}.pdf`;
}

/** Whether a file is a pack, whose ward may be gone, and nothing that an operator keeps beside it. */
export const isPackFile = (name: string): boolean => packName.test(name);

/** A pack that lies in the folder, and when it was made. */
export interface PackInFolder {
  readonly fileName: string;
  readonly madeAt: Instant;
}

/** What `index.txt` says: which packs there are, and how old each is. */
export function indexText(packs: readonly PackInFolder[]): string {
  const lines = packs
    .toSorted((one, other) => (one.fileName < other.fileName ? -1 : 1))
    .map(
      ({ fileName, madeAt }) => `${fileName}  made at ${dayAndTimeInWords(madeAt)} ${madeAt.slice(0, 4)} (${madeAt})`,
    );
  return [
    'Downtime packs of Homeward: what each ward needs of its patients while Homeward cannot be asked.',
    'What happened after the time at which a pack was made is not in it.',
    '',
    ...(lines.length === 0 ? ['There is no ward.'] : lines),
    '',
  ].join('\n');
}
