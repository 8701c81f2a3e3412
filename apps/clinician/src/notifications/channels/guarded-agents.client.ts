import type { Agent } from 'node:http';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** Which private addresses messages may go to. */
export type AllowedAddresses = 'yes' | 'loopback' | 'no';

/**
 * Agents for addresses that people enter. They check the address that is connected to, whatever the name resolves to at that
 * time, and refuse private, loopback and link-local ones: all but those of this machine where only `loopback` is allowed,
 * and none where all are.
 */
export class GuardedAgents {
  readonly #http: Agent;
  readonly #https: Agent;

  constructor({ allowPrivate }: { readonly allowPrivate: AllowedAddresses }) {
    // A connection is made for each message: one that is kept open would not be checked again.
    const options = {
      allowPrivateIPAddress: allowPrivate === 'yes',
      ...(allowPrivate === 'loopback' && { allowIPAddressList: ['127.0.0.1', '::1'] }),
      keepAlive: false,
      maxSockets: 64,
    };
    this.#http = new RequestFilteringHttpAgent(options);
    this.#https = new RequestFilteringHttpsAgent(options);
  }

  for(url: string): Agent {
    return url.startsWith('https:') ? this.#https : this.#http;
  }
}
