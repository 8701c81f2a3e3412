import { join } from 'node:path';
import { compile } from 'sass';
import { productFiles, read, repositoryFiles, root } from './source-tree.ts';

const inConsole = (path: string): boolean => path.startsWith('apps/console/src/');
const code = productFiles().filter(inConsole).map(read).join('\n');
const ownStyles = repositoryFiles()
  .filter((path) => inConsole(path) && path.endsWith('.css'))
  .map(read)
  .join('\n');
const nhsukStyles = compile(join(root, 'apps/console/src/styles/nhsuk.scss'), {
  loadPaths: [join(root, 'node_modules')],
}).css;

/** The classes that pages name: whole, and by the beginning before a value. */
const names = [...new Set(code.match(/\b(?:hw|nhsuk)-[\w-]*/g))];
const whole = new Set(names.filter((name) => !name.endsWith('-')));
const beginnings = names.filter((name) => name.endsWith('-'));
const isNamed = (name: string): boolean => whole.has(name) || beginnings.some((one) => name.startsWith(one));

const classesOf = (styles: string): ReadonlySet<string> =>
  new Set([...styles.matchAll(/\.((?:hw|nhsuk)-[\w-]*\w)/g)].map(([, name]) => name ?? ''));

it('every class of nhsuk-frontend that a page names is among the parts that are compiled', () => {
  const styled = classesOf(nhsukStyles);
  const named = [...whole].filter((name) => name.startsWith('nhsuk-'));
  expect(named.filter((name) => !styled.has(name))).toEqual([]);
});

it('every style of ours is of a class that a page names', () => {
  expect([...classesOf(ownStyles)].filter((name) => name.startsWith('hw-') && !isNamed(name))).toEqual([]);
});
