import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitIn, releasedRevision } from './released-revision.ts';

// Real: git.
describe('the version that this one has to work beside', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'homeward-released-'));
    await gitIn(folder)('init', '--quiet');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Commits a file, and tags the commit where it is a release. */
  async function commit(file: string, { release }: { readonly release?: string } = {}): Promise<string> {
    const git = gitIn(folder);
    await mkdir(join(folder, 'docs/released'), { recursive: true });
    await writeFile(join(folder, file), `${file} ${release ?? 'unreleased'}`);
    await git('add', '--all');
    const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
    await git(...author, 'commit', '--quiet', '--message', file);
    if (release !== undefined) await git('tag', release);
    return git('rev-parse', 'HEAD');
  }

  it('is the newest release whose contracts were recorded, by its number', async () => {
    await commit('README.md', { release: 'v0.2.0' });
    await commit('docs/released/contracts.json', { release: 'v0.9.0' });
    await commit('docs/released/contracts.json', { release: 'v0.10.0' });
    await commit('README.md');
    expect(await releasedRevision(folder)).toMatchObject({ revision: 'v0.10.0' });
  });

  it('is where contracts were recorded last, before any release has them', async () => {
    await commit('README.md', { release: 'v0.2.0' });
    const recorded = await commit('docs/released/contracts.json');
    await commit('README.md');
    expect(await releasedRevision(folder)).toMatchObject({ revision: recorded });
  });

  it('has to be named where contracts were never recorded', async () => {
    await commit('README.md', { release: 'v0.2.0' });
    await expect(releasedRevision(folder)).rejects.toThrow('name the one to be tried');
  });
});
