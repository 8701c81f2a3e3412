import { basename } from 'node:path';
import { sourceFiles } from './source-tree.ts';

/** What a file may be, beside plain. A new role is added here, with its meaning. */
const roles = {
  builder: 'made up for tests',
  channel: 'a way of notifying people',
  client: 'speaks to a server that is not ours',
  codec: 'bytes to values of one format',
  command: 'a word of the command line',
  config: 'settings of a build tool',
  consumer: 'log in',
  contract: 'a suite that every adapter of a port passes',
  controller: 'HTTP in',
  decorator: 'marks a route, or finds a parameter of it',
  entity: 'a row, for TypeORM',
  filter: 'errors to answers',
  fixtures: 'examples of a component',
  guard: 'who may come in',
  harness: 'what tests of one app start it with',
  'int-spec': 'a test against real servers',
  interceptor: 'adds to every answer of a route',
  migration: 'a step of the schema',
  module: 'wiring',
  service: 'the commands of a capability, and its front door',
  spec: 'a test',
  store: 'SQL',
} as const;

const name = /^[a-z0-9]+(?:-[a-z0-9]+)*((?:\.[a-z]+(?:-[a-z]+)*)*)\.tsx?$/;

function strangeRoles(path: string): readonly string[] {
  const match = name.exec(basename(path));
  if (match === null) return [`${path}: not in kebab-case`];
  const given = (match[1] ?? '').split('.').filter((role) => role !== '');
  return given.filter((role) => !(role in roles)).map((role) => `${path}: .${role} is no role`);
}

it('every file is named in kebab-case, with roles from the list', () => {
  expect(sourceFiles().flatMap(strangeRoles)).toEqual([]);
});
