import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const recorded = 'docs/released/contracts.json';

/** A version to be run beside this one. */
export interface ReleasedRevision {
  readonly revision: string;
  /** Why it is this one, for who reads the run. */
  readonly because: string;
}

/**
 * The version that this one has to work beside: the newest release whose contracts were recorded; before there is one, the
 * revision at which they were recorded last.
 *
 * @param folder of the repository.
 */
export async function releasedRevision(folder = '.'): Promise<ReleasedRevision> {
  const git = gitIn(folder);
  const tags = (await git('tag', '--list', 'v*', '--sort=-version:refname')).split('\n').filter((tag) => tag !== '');
  for (const tag of tags) {
    const there = await git('cat-file', '-e', `${tag}:${recorded}`).then(
      () => true,
      () => false,
    );
    if (there) return { revision: tag, because: 'the newest release whose contracts were recorded' };
  }
  const revision = await git('log', '-1', '--format=%H', '--', recorded);
  if (revision === '') throw new Error(`No revision has recorded ${recorded}: name the one to be tried.`);
  return { revision, because: `no release has recorded ${recorded}; here it was recorded last` };
}

/** Runs git in a folder: resolves to what it prints. */
export function gitIn(folder: string): (...words: readonly string[]) => Promise<string> {
  return async (...words) => {
    const { stdout } = await promisify(execFile)('git', words, { cwd: folder });
    return stdout.trim();
  };
}
