import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { read, repositoryFiles, root } from './source-tree.ts';

const pages = repositoryFiles().filter((path) => path.endsWith('.md'));

/** Prose without its blocks of code, whose words are no promises about the tree. */
const prose = (path: string): string => read(path).replaceAll(/^```[\s\S]*?^```/gm, '');

const inTheTree = /^(?:apps|libs|docs|tests|docker|lint|\.ci)\/[^\s<>…]*$/;
const fileName = /^[\w.-]+\.(?:json|mjs|md|ts|yml)$/;

/** Back-quoted words that look like a path from the root. */
function quotedPaths(path: string): readonly string[] {
  const quoted = [...prose(path).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  return quoted.filter((word) => inTheTree.test(word));
}

function links(path: string): readonly string[] {
  return [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]?.replace(/#.*$/, '') ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

const exists = (path: string): boolean =>
  /[*{]/.test(path) ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));

describe.each(pages)('%s', (page) => {
  it('names only paths that exist', () => {
    expect(quotedPaths(page).filter((path) => !exists(path))).toEqual([]);
  });

  it('links only to what exists', () => {
    expect(links(page).filter((target) => !exists(normalize(join(dirname(page), target))))).toEqual([]);
  });
});

it('CONTRIBUTING.md names only files that exist somewhere', () => {
  const quoted = [...prose('CONTRIBUTING.md').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  const names = new Set(repositoryFiles().map((path) => basename(path)));
  expect(quoted.filter((word) => fileName.test(word) && !names.has(word))).toEqual([]);
});
