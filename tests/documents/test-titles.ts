import ts from 'typescript';

/** A test as its file declares it. */
export interface DeclaredTest {
  /** The titles of the blocks around it and its own, joined by ` › `; of a table of cases, with the `%s` in it. */
  readonly title: string;
  /** Whether it, or a block around it, is left out of every run. */
  readonly isSkipped: boolean;
}

const test = /^(?:it|test)$/;
const skippedName = /^x(?:it|test|describe)$/;
const skipping = new Set(['skip', 'todo', 'failing']);

/** Every test of a file whose title, and the titles of the blocks around it, stand in it as plain text. */
export function declaredTests(path: string, text: string): readonly DeclaredTest[] {
  const found: DeclaredTest[] = [];
  const visit = (node: ts.Node, around: DeclaredTest): void => {
    const declared = ts.isCallExpression(node) ? declaration(node, around) : undefined;
    if (declared?.isTest === true) found.push(declared);
    else
      ts.forEachChild(node, (child) => {
        visit(child, declared ?? around);
      });
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true), { title: '', isSkipped: false });
  return found;
}

function declaration(
  { expression, arguments: [first] }: ts.CallExpression,
  around: DeclaredTest,
): (DeclaredTest & { readonly isTest: boolean }) | undefined {
  const [name = '', ...modifiers] = namesOf(expression);
  const isTest = test.test(name.replace(/^x/, ''));
  if (!isTest && !name.replace(/^x/, '').startsWith('describe')) return undefined;
  if (first === undefined || !ts.isStringLiteralLike(first)) return undefined;
  return {
    title: around.title === '' ? first.text : `${around.title} › ${first.text}`,
    isSkipped: around.isSkipped || skippedName.test(name) || modifiers.some((modifier) => skipping.has(modifier)),
    isTest,
  };
}

/** `it.each(…)` as `it`, `each`: what is called, without what it is called with. */
function namesOf(called: ts.Expression): readonly string[] {
  if (ts.isIdentifier(called)) return [called.text];
  if (ts.isCallExpression(called)) return namesOf(called.expression);
  if (ts.isTaggedTemplateExpression(called)) return namesOf(called.tag);
  if (ts.isPropertyAccessExpression(called)) return [...namesOf(called.expression), called.name.text];
  return [];
}
