/**
 * ESLint rules for the mistakes that would cost Homeward most. Each names its reason in the message, so that the
 * error teaches. What a rule cannot see is said in its `blindSpots`, and tests/architecture/house-rules.spec.ts shows
 * each one refusing something.
 */

/** A rule that refuses every piece of syntax a selector matches. */
const refuse = (description, message, selector, blindSpots) => ({
  meta: { type: 'problem', schema: [], messages: { refused: message }, docs: { description, blindSpots } },
  create: (context) => ({
    [selector]: (node) => {
      context.report({ node, messageId: 'refused' });
    },
  }),
});

const timeIsAnArgument = refuse(
  'The time comes from an injected Clock.',
  'The time is an argument: take a Clock (libs/clock) and ask it. performance.now() is fine for durations.',
  [
    'NewExpression[callee.name="Date"][arguments.length=0]',
    'CallExpression[callee.name="Date"]',
    'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
  ].join(','),
  'An alias of Date; SQL that says now().',
);

const chanceIsAnArgument = refuse(
  'Nothing depends on Math.random().',
  'Chance is an argument: take a seeded generator, or randomUUID/randomBytes of node:crypto for ids and secrets.',
  'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
  'An alias of Math.',
);

const environmentIsReadOnce = refuse(
  'Only settings, launchers and test set-ups read the environment.',
  'Declare it in the settings.ts of the app, which is read once at the start, and pass the value.',
  'MemberExpression[object.name="process"][property.name="env"]',
  'Destructuring process; `import { env } from "node:process"`.',
);

const noSilentCatch = refuse(
  'A caught error is dealt with, or the reason why not stands in the block.',
  'An empty catch hides a failure: deal with it, or say in a statement what it means that it failed.',
  'CatchClause[body.body.length=0], CallExpression[callee.property.name="catch"] > :function[body.type="BlockStatement"][body.body.length=0]',
  'A catch whose only statement does nothing.',
);

const noAmbientState = refuse(
  'No module keeps state of its own.',
  'A module-level `let` is state that no test can reset: make it a field of something that is passed in.',
  'Program > VariableDeclaration[kind!="const"], Program > ExportNamedDeclaration > VariableDeclaration[kind!="const"]',
  'A module-level const that holds a mutable object.',
);

const httpStaysAtTheEdge = refuse(
  "Nest's HTTP exceptions are for filters and controllers.",
  'Throw a HomewardError: the filter of the app gives its code an HTTP status.',
  'ImportDeclaration[source.value="@nestjs/common"] > ImportSpecifier[imported.name=/Exception$/]',
  'A namespace import.',
);

const noCycleByDecorator = refuse(
  'No forwardRef, no @Global.',
  'A cycle or a global module means that a third thing wants a name, often an event: name it.',
  'ImportDeclaration[source.value="@nestjs/common"] > ImportSpecifier[imported.name=/^(forwardRef|Global)$/], Property[key.name="global"][value.value=true]',
  'A namespace import; `global` set to something that turns out true.',
);

const frontDoorsAreExplicit = refuse(
  'An index names what it exports.',
  'Name each export: `export *` makes everything public and hides where it comes from.',
  'ExportAllDeclaration',
  'None known.',
);

// What follows the first words tells a statement from a sentence: `update ward set beds = 3` from `update what was set`.
const name = '[\\w."$]+';
const statements = [
  String.raw`select\s+(?:\d|\$\d|\w+\(|exists\b|case\b)`,
  String.raw`insert\s+into\s+${name}\s*(?:\(|$|(?:as|default|select|values)\b)`,
  String.raw`update\s+(?:only\s+)?${name}(?:\s+(?:as\s+)?\w+)?\s+set\s*(?:\(|\$1|${name}\s*=)`,
  String.raw`delete\s+from\s+${name}\s*(?:$|\b(?:as|using|where|returning)\b|\w+\s+(?:using|where)\b)`,
  String.raw`with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s+)?\(`,
  String.raw`(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:unique\s+)?(?:table|index|function|trigger|schema|extension|role|database|sequence|type|view)\s+${name}`,
  String.raw`truncate\s+${name}|lock\s+table\s+${name}\s+in\b`,
  String.raw`copy\s+${name}\s*(?:\([^)]*\)\s*)?(?:from|to)\s+(?:stdin|stdout)`,
  String.raw`(?:listen|notify|unlisten)\s+${name}(?:\s*,|\s*$)`,
  String.raw`set\s+(?:local|session)\s+\w+\s*(?:=|to)`,
];
const start = String.raw`(?:^|[(;])\s*`;
const isStatement = new RegExp(`${start}(?:${statements.join('|')})`, 'i');
const selection = new RegExp(String.raw`${start}select\s+(?:distinct\s+)?([^;]*?)\s+(?:from|into)\b`, 'gi');
// One word, or what no sentence has in a list.
const isColumn = (item) => /^[\w.*"$]+(?:\s+as\s+\w+)?$/i.test(item.trim()) || /[()'=|:]/.test(item);
/** SQL has its words in one case or the other; a sentence begins with a capital. */
const isSql = (text) =>
  !/^\s*[A-Z][a-z]/.test(text) &&
  (isStatement.test(text) || [...text.matchAll(selection)].some(([, list]) => list.split(',').every(isColumn)));

const sqlStaysInStores = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      refused: 'Move the statement into a *.store.ts, the only kind of file that knows a table.',
    },
    docs: {
      description: 'SQL stands in *.store.ts and migrations.',
      blindSpots:
        '`begin` and its like, which are words, too; a piece of a statement without the words that begin it; a statement that begins like a sentence: `Select`.',
    },
  },
  create(context) {
    const check = (node, text) => {
      if (isSql(text)) context.report({ node, messageId: 'refused' });
    };
    return {
      Literal: (node) => {
        if (typeof node.value === 'string') check(node, node.value);
      },
      // What is put in stands for a name or a number.
      TemplateLiteral: (node) => check(node, node.quasis.map(({ value }) => value.cooked ?? '').join('$1')),
    };
  },
};

const nothingIsHandedOn = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { refused: '{{ name }} is handed on: import it from the file that it stands in.' },
    docs: {
      description:
        'A file exports what stands in it, or what comes from a package. Only the index of a library and the root module of an app, which others enter by, name what is in other files.',
      blindSpots:
        'A constant that is given the imported value; a class that extends the imported one and adds nothing.',
    },
  },
  create(context) {
    const imported = new Set();
    const ours = /^[.#]/;
    const report = (node, name) => context.report({ node, messageId: 'refused', data: { name } });
    return {
      ImportDeclaration: ({ source, specifiers }) => {
        if (ours.test(source.value)) for (const { local } of specifiers) imported.add(local.name);
      },
      'ExportNamedDeclaration[source!=null]': (node) => {
        if (ours.test(node.source.value)) report(node, `What is in ${node.source.value}`);
      },
      'ExportNamedDeclaration[source=null] > ExportSpecifier': (node) => {
        if (imported.has(node.local.name)) report(node, node.local.name);
      },
    };
  },
};

/** The statement, class member or declaration that a node is part of. */
function statementAround(node) {
  let at = node;
  while (at.parent !== null && !/Statement$|Declaration$|^PropertyDefinition$|^Property$/.test(at.type)) at = at.parent;
  return at;
}

const castsAreExplained = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      unexplained:
        'A cast overrules the compiler: say in a comment beside it why it is right, or parse or narrow instead.',
    },
    docs: {
      description: 'Every `as`, but `as const`, has its reason in a comment on or just above its line.',
      blindSpots: 'Whether the comment is about the cast, or true.',
    },
  },
  create(context) {
    const commentEnds = new Set(context.sourceCode.getAllComments().map((comment) => comment.loc.end.line));
    return {
      TSAsExpression(node) {
        if (node.typeAnnotation.type === 'TSTypeReference' && node.typeAnnotation.typeName.name === 'const') return;
        const first = statementAround(node).loc.start.line - 1;
        for (let line = first; line <= node.loc.end.line; line += 1) if (commentEnds.has(line)) return;
        context.report({ node, messageId: 'unexplained' });
      },
    };
  },
};

const argumentsHaveNames = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'object', properties: { functions: { type: 'integer' }, constructors: { type: 'integer' } } }],
    defaultOptions: [{ functions: 3, constructors: 7 }],
    messages: {
      many: '{{ count }} arguments by position; at most {{ most }}. Name them in one object, or split the thing.',
    },
    docs: {
      description: 'At most three arguments by position; at most seven collaborators of a class.',
      blindSpots:
        'Callbacks given to a call are left out, since their shape is the callee’s; so are parameters that a decorator fills.',
    },
  },
  create(context) {
    const [{ functions, constructors }] = context.options;
    const check = (node) => {
      if (node.parent.type === 'CallExpression' && node.parent.arguments.includes(node)) return;
      const isConstructor = node.parent.type === 'MethodDefinition' && node.parent.kind === 'constructor';
      const filledByHand = node.params.filter((parameter) => (parameter.decorators ?? []).length === 0);
      const count = isConstructor ? node.params.length : filledByHand.length;
      const most = isConstructor ? constructors : functions;
      if (count > most) context.report({ node, messageId: 'many', data: { count: String(count), most: String(most) } });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

export const houseRules = {
  meta: { name: 'homeward' },
  rules: {
    'time-is-an-argument': timeIsAnArgument,
    'chance-is-an-argument': chanceIsAnArgument,
    'environment-is-read-once': environmentIsReadOnce,
    'no-silent-catch': noSilentCatch,
    'no-ambient-state': noAmbientState,
    'http-stays-at-the-edge': httpStaysAtTheEdge,
    'no-cycle-by-decorator': noCycleByDecorator,
    'front-doors-are-explicit': frontDoorsAreExplicit,
    'nothing-is-handed-on': nothingIsHandedOn,
    'sql-stays-in-stores': sqlStaysInStores,
    'casts-are-explained': castsAreExplained,
    'arguments-have-names': argumentsHaveNames,
  },
};
