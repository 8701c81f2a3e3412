import { transform } from '@swc/core';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { precompressed } from './precompressed.ts';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Turns the macros of Lingui (`t`, `<Trans>`) into catalogued messages. Types go with them; JSX stays for the next plugin. */
function cataloguedText(): Plugin {
  return {
    name: 'catalogued-text',
    enforce: 'pre',
    async transform(code, id) {
      if (!/\.tsx?$/.test(id) || !/@lingui\/(core|react)\/macro/.test(code)) return null;
      return transform(code, {
        filename: id,
        configFile: false,
        swcrc: false,
        sourceMaps: true,
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: id.endsWith('x') },
          transform: { react: { runtime: 'preserve' } },
          // English is in the code, and needs no catalogue; so the messages stay there beside their ids.
          experimental: { plugins: [['@lingui/swc-plugin', { descriptorFields: 'message' }]] },
        },
      });
    },
  };
}

export default defineConfig({
  root: from('.'),
  plugins: [cataloguedText(), react(), precompressed()],
  resolve: { conditions: ['homeward-source', 'module', 'browser', 'development|production'] },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    outDir: from('../../dist/console'),
    emptyOutDir: true,
    // Nothing inlined as a data: address, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    sourcemap: true,
    // One sheet: a sheet of a page's own would not be fetched again after a failure, and its page come without.
    cssCodeSplit: false,
    // How long its plugins took is no warning, and would be printed at everybody's first start.
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // Every page's shapes, after the setting without which zod would try to compile them (without-eval.ts).
            { name: 'contracts', test: /without-eval|libs[\\/](contracts|clinical)[\\/]/, priority: 2 },
            // What others wrote and every page has changes seldom: it stays in the browser's cache when only ours has changed.
            {
              name: 'libraries',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|zod|@lingui|uuid)[\\/]/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/auth'].map((path) => [path, { target: process.env['CONSOLE_API'] ?? 'http://127.0.0.1:8080' }]),
    ),
  },
});
