/**
 * Lets Node load our TypeScript as it is, decorators included: `node --import ./tests/run/typescript.mjs
 * --conditions=homeward-source file.ts`. Node's own type stripping knows no decorators.
 */
import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Whether it says something in the console's language: the plugin is slow to start, and few files need it. */
const usesMacros = (source) => /@lingui\/(core|react)\/macro/.test(source);

/** The console's catalogued text, as its build makes it (apps/console/vite.config.ts). */
const cataloguedText = [['@lingui/swc-plugin', { descriptorFields: 'message' }]];

registerHooks({
  load(url, context, nextLoad) {
    if (!/^file:.*\.tsx?$/.test(url) || url.includes('/node_modules/')) return nextLoad(url, context);
    const filename = fileURLToPath(url);
    const source = readFileSync(filename, 'utf8');
    const { code } = transformSync(source, {
      filename,
      sourceMaps: 'inline',
      jsc: {
        target: 'es2024',
        experimental: { keepImportAttributes: true, plugins: usesMacros(source) ? cataloguedText : [] },
        parser: { syntax: 'typescript', tsx: filename.endsWith('x'), decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
      },
      module: { type: 'es6' },
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
