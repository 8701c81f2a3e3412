import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** `dist/console`, as `npm run build` makes it; this file runs as `dist/apps/homeward/src/running/…`. */
export const builtConsole = resolve(import.meta.dirname, '../../../../console');

/** Paths below which nothing is a page of the console, however they are asked for. */
const servicePaths = ['/api', '/auth', '/oidc', '/health', '/metrics', '/test', '/fhir', '/a'];

/** Vite puts a digest of the content into the names of what is in here. */
const immutableFolder = 'assets/';

/** Files that the build made of others, which are sent in their place and have no address of their own. */
const compressedEndings = /\.(br|gz)$/;

/**
 * Serves the built console: its files by their names, and its first page for every path that a browser goes to and that
 * is nothing else, since the pages' addresses are made in the browser. A visitor who is not signed in gets none of it,
 * by the hook in front of all paths.
 */
export async function serveConsole(fastify: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  const files = await filesBelow(folder);
  await fastify.register(fastifyStatic, { root: folder, serve: false, cacheControl: false, preCompressed: true });
  // The build has compressed what is worth it, better than there is time for here.
  fastify.get('/*', { compress: false }, (request, reply) => {
    const file = fileFor(request, files);
    if (file === undefined) return notFound(reply);
    const keep = file.startsWith(immutableFolder) ? 'private, max-age=31536000, immutable' : 'no-cache';
    return reply.header('Cache-Control', keep).sendFile(file);
  });
}

function fileFor(request: FastifyRequest, files: ReadonlySet<string>): string | undefined {
  const path = request.url.split('?', 1)[0] ?? '/';
  const name = path.slice(1);
  if (files.has(name)) return name;
  const ofService = servicePaths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
  const wantsPage = (request.headers.accept ?? '').includes('text/html');
  return wantsPage && !ofService ? 'index.html' : undefined;
}

function notFound(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

async function filesBelow(folder: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  return new Set(names.filter((name) => !compressedEndings.test(name)));
}
