import ts from 'typescript';
import { read, sourceFiles } from './source-tree.ts';

/**
 * Words of a private language that this code once had, each with the term of the field that took its place. They do not
 * come back in names of files and of things.
 */
const retiredWords: Readonly<Record<string, string>> = {
  act: 'command',
  acts: 'commands',
  believable: 'fixture',
  climb: 'rise',
  climbed: 'rise',
  climbs: 'rises',
  deafen: 'stop reading',
  forerunner: 'previous',
  hair: 'tolerance',
  moment: 'reading time, or history entry',
  moments: 'reading times, or history entries',
  place: 'position in the log, or cursor of a list',
  places: 'positions, or cursors',
  retold: 'published again',
  standing: 'patient state',
  standings: 'patient states',
  stories: 'histories',
  story: 'history',
  tell: 'publish',
  telling: 'outgoing event',
  tellings: 'outgoing events',
  tells: 'publishes',
  told: 'published',
  unhurried: 'low priority',
};

/** The same for names of more than one word, in lower case with hyphens. */
const retiredPhrases: Readonly<Record<string, string>> = {
  'carry-out': 'execute',
  'keep-aside': 'quarantine',
  'kept-aside': 'quarantined',
  'put-aside': 'set aside',
};

/** Types are named for what they are, not for what was done with them before: a row's value is a …Record. */
const retiredTypePrefix = /^(?:kept|told|decided|settled|unsettled|revised|stored)-/;

/** It has to name what it looks for. */
const thisFile = 'tests/architecture/words.spec.ts';

const vagueWord = /\b(?:nobody|somebody|whoever)\b/i;

/** `PlanVersions` and `plan_versions` as `plan-versions`. */
const hyphenated = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();

/** What is wrong with a name, in words. */
function faultsOfName(name: string): readonly string[] {
  const words = hyphenated(name);
  const single = words.split('-').filter((word) => Object.hasOwn(retiredWords, word));
  const phrases = Object.keys(retiredPhrases).filter((phrase) => `-${words}-`.includes(`-${phrase}-`));
  return [
    ...single.map((word) => `${name}: not "${word}" but ${retiredWords[word] ?? ''}`),
    ...phrases.map((phrase) => `${name}: not "${phrase}" but ${retiredPhrases[phrase] ?? ''}`),
  ];
}

/** The names that a file gives to things of its own: what it uses of others is not its choice. */
function faultsOfDeclarations(file: ts.SourceFile): readonly string[] {
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      isDeclaration(node) &&
      node.name !== undefined &&
      (ts.isIdentifier(node.name) || ts.isPrivateIdentifier(node.name))
    ) {
      const name = node.name.text.replace(/^#/, '');
      faults.push(...faultsOfName(name));
      if (isType(node) && retiredTypePrefix.test(hyphenated(name))) faults.push(`${name}: say what it is`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
}

const isType = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node);

function isDeclaration(node: ts.Node): node is ts.NamedDeclaration {
  return (
    isType(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyAssignment(node)
  );
}

/** Comments in which a vague word stands for the noun that is meant. */
function vagueComments(file: ts.SourceFile): readonly string[] {
  const found = new Set<string>();
  const collect = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) {
      const comment = file.text.slice(pos, end);
      if (vagueWord.test(comment)) {
        found.add(
          `line ${String(file.getLineAndCharacterOfPosition(pos).line + 1)}: ${vagueWord.exec(comment)?.[0] ?? ''}`,
        );
      }
    }
  };
  const visit = (node: ts.Node): void => {
    collect(ts.getLeadingCommentRanges(file.text, node.getFullStart()));
    collect(ts.getTrailingCommentRanges(file.text, node.getEnd()));
    node.getChildren(file).forEach(visit);
  };
  visit(file);
  return [...found];
}

function faultsOf(path: string, text: string): readonly string[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const ofPath = path.split(/[/.]/).flatMap(faultsOfName);
  return [...ofPath, ...faultsOfDeclarations(file), ...vagueComments(file)].map((fault) => `${path}: ${fault}`);
}

describe('Plain words', () => {
  it('are used in names and comments', () => {
    const faults = sourceFiles()
      .filter((path) => path !== thisFile)
      .flatMap((path) => faultsOf(path, read(path)));
    expect(faults).toEqual([]);
  });

  it('are asked for in the names of files, of things and in comments', () => {
    const text = `
      // Nobody is paged.
      interface StoredScore { readonly standing: number; readonly replaced: boolean }
      export const carryOut = (placement: Placement) => keepAside(placement.story);
      /** Whoever asks. */
      class Timeline { #told = 3; }
    `;
    expect(faultsOf('apps/planted/src/tellings.ts', text)).toEqual([
      'apps/planted/src/tellings.ts: tellings: not "tellings" but outgoing events',
      'apps/planted/src/tellings.ts: StoredScore: say what it is',
      'apps/planted/src/tellings.ts: standing: not "standing" but patient state',
      'apps/planted/src/tellings.ts: carryOut: not "carry-out" but execute',
      'apps/planted/src/tellings.ts: told: not "told" but published',
      'apps/planted/src/tellings.ts: line 2: Nobody',
      'apps/planted/src/tellings.ts: line 5: Whoever',
    ]);
  });
});
