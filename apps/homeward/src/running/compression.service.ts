import { constants } from 'node:zlib';

import type { FastifyCompressOptions } from '@fastify/compress';

/**
 * How answers that are made anew each time are compressed: at qualities that take well under a millisecond for a board of
 * 30 patients, where the next ones up take twice the time and more for a few bytes in a hundred.
 *
 * Compressing what holds both a secret and something that another site chose would let that site guess the secret by the
 * size of the answer (BREACH). No answer holds both: the session is in a cookie only, which is not sent along with what
 * other sites ask for; and a gateway's secret is answered once, to a POST, in fewer bytes than are ever compressed.
 *
 * The live stream writes to the connection by itself and never comes by here.
 */
export const compression: FastifyCompressOptions = {
  encodings: ['br', 'gzip'],
  threshold: 1024,
  customTypes: /^text\/(?!event-stream)|[+/]json(?:;|$)/u,
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  zlibOptions: { level: 6 },
  // What is sent to us is never compressed; a small body that unpacks to a huge one is refused instead of read.
  globalDecompression: false,
};
