import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A stretch of a run, in microseconds of the monotonic clock, which V8 writes its samples by. */
export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
}

/** What a function, a library or the machine itself took of one process in a stretch. */
export interface Share {
  readonly what: string;
  readonly microseconds: number;
}

export const monotonicUs = (): number => Number(process.hrtime.bigint() / 1000n);

interface Profile {
  readonly startTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Self time of the processes that left their profiles in a folder, the longest first; idle time is left out. */
export function sharesOf(
  folder: string,
  { fromUs, toUs }: Stretch,
): { readonly byFile: readonly Share[]; readonly byFunction: readonly Share[] } {
  const byFile = new Map<string, number>();
  const byFunction = new Map<string, number>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.cpuprofile'))) {
    // V8 wrote it.
    const profile = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile;
    const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
    let atUs = profile.startTime;
    profile.samples.forEach((id, index) => {
      const tookUs = profile.timeDeltas[index + 1] ?? 0;
      atUs += profile.timeDeltas[index] ?? 0;
      const frame = frames.get(id);
      if (frame === undefined || atUs < fromUs || atUs > toUs || frame.functionName === '(idle)') return;
      const file = fileOf(frame.url);
      add(byFile, file === '' ? frame.functionName || '(native)' : file, tookUs);
      add(byFunction, `${frame.functionName || '(anonymous)'} ${file}:${String(frame.lineNumber + 1)}`, tookUs);
    });
  }
  return { byFile: sorted(byFile), byFunction: sorted(byFunction) };
}

/** A library by its name, a file of ours by its path. */
function fileOf(url: string): string {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  return library ?? /dist\/(.*)\.js$/.exec(url)?.[1] ?? url;
}

function add(sums: Map<string, number>, what: string, microseconds: number): void {
  sums.set(what, (sums.get(what) ?? 0) + microseconds);
}

const sorted = (sums: ReadonlyMap<string, number>): readonly Share[] =>
  [...sums].map(([what, microseconds]) => ({ what, microseconds })).sort((a, b) => b.microseconds - a.microseconds);
