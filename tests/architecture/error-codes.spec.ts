import ts from 'typescript';
import { productFiles, read } from './source-tree.ts';

interface DeclaredCode {
  readonly code: string | undefined;
  readonly where: string;
}

const textOf = (node: ts.Node | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

const isCode = (name: ts.PropertyName): boolean => ts.isIdentifier(name) && name.text === 'code';

/** The `code` of each class that extends some error, and of each refusal of the framework's in libs/problem-details. */
function declaredCodes(path: string): readonly DeclaredCode[] {
  const found: DeclaredCode[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isClassDeclaration(node) &&
      node.heritageClauses?.some((clause) => /Error\b/.test(clause.getText())) === true
    )
      for (const member of node.members)
        if (ts.isPropertyDeclaration(member) && isCode(member.name) && !isAbstract(member))
          found.push({ code: textOf(member.initializer), where: `${path}: ${node.name?.text ?? 'class'}` });
    if (path.startsWith('libs/problem-details/') && ts.isPropertyAssignment(node) && isCode(node.name)) {
      const code = textOf(node.initializer);
      if (code !== undefined) found.push({ code, where: path });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true));
  return found;
}

const isAbstract = (member: ts.PropertyDeclaration): boolean =>
  member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AbstractKeyword) === true;

/** The console passes on the codes of the server's refusals, which it cannot know beforehand. */
const passesOn = ({ where }: DeclaredCode): boolean => where === 'apps/console/src/api/api-errors.ts: RefusedError';

describe('docs/errors.md', () => {
  const declared = productFiles()
    .flatMap(declaredCodes)
    .filter((declaration) => !passesOn(declaration));
  const rows = [...read('docs/errors.md').matchAll(/^\| `([^`]+)` \| (.+) \| (.+) \|$/gm)];
  const documented = rows.map((row) => row[1] ?? '');

  it('is about codes that stand as plain text in their class', () => {
    expect(declared.filter(({ code }) => code === undefined)).toEqual([]);
  });

  it('has every code with which Homeward refuses or fails', () => {
    expect(declared.filter(({ code }) => code !== undefined && !documented.includes(code))).toEqual([]);
  });

  it('has no code that nothing uses', () => {
    const codes = new Set(declared.map(({ code }) => code));
    expect(documented.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('has each code once, in alphabetical order, so that two additions do not collide', () => {
    expect(documented).toEqual([...new Set(documented)].sort());
  });
});
