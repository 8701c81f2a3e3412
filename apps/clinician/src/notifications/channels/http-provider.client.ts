import { type Agent, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { DeliveryRefusedError, ProviderUnavailableError } from './delivery-errors.ts';

/** What is posted to a provider. */
export interface ProviderRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Decides which addresses may be connected to; undefined: all of them. */
  readonly agent?: Agent | undefined;
  readonly signal: AbortSignal;
}

/** As much of an answer as is kept with the attempt. */
const mostCharacters = 300;

/** Statuses with which a server says that it may work later. */
const later: ReadonlySet<number> = new Set([408, 421, 425, 429]);

/**
 * Posts to a provider. Redirects are not followed: where one leads was checked by no one.
 *
 * @returns the answer, in one line.
 * @throws DeliveryRefusedError for an answer that will stay the same, or an address that may not be connected to.
 * @throws ProviderUnavailableError when there is no answer until the signal aborts, or one that may change.
 */
export async function postToProvider(request: ProviderRequest): Promise<string> {
  const { status, text } = await answerOf(request).catch((error: unknown) => {
    throw failureOf(error, request.signal);
  });
  const answer = `HTTP ${String(status)}${text === '' ? '' : `: ${text}`}`;
  if (status >= 200 && status < 300) return answer;
  if (status >= 500 || later.has(status)) throw new ProviderUnavailableError(answer);
  if (status >= 300 && status < 400) throw new DeliveryRefusedError(`${answer} (redirects are not followed)`);
  throw new DeliveryRefusedError(answer);
}

// Asynchronous, so that a URL that Node does not take rejects like all else.
async function answerOf(given: ProviderRequest): Promise<{ status: number; text: string }> {
  const { url, headers, body, agent, signal } = given;
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const secure = url.startsWith('https:');
  const length = String(Buffer.byteLength(body));
  const options = { method: 'POST', headers: { ...headers, 'content-length': length }, signal, agent };
  const request = (secure ? requestHttps : requestHttp)(url, options, (response) => {
    const status = response.statusCode ?? 0;
    let text = '';
    response.setEncoding('utf8');
    response.on('error', reject);
    response.on('data', (part: string) => {
      text += part;
      if (text.length < mostCharacters) return;
      // A long answer says no more than a short one, and an endless one must not hold us.
      resolve({ status, text: inOneLine(text) });
      response.destroy();
    });
    response.on('end', () => {
      resolve({ status, text: inOneLine(text) });
    });
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}

const inOneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim().slice(0, mostCharacters);

/** What request-filtering-agent says of an address that it does not connect to. */
const filtered = /^DNS lookup .* is not allowed\./u;

function failureOf(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return new ProviderUnavailableError('no answer in time');
  const message = error instanceof Error ? error.message || error.name : String(error);
  if (filtered.test(message)) return new DeliveryRefusedError('the address is private, and nothing is sent there');
  return new ProviderUnavailableError(inOneLine(message));
}
