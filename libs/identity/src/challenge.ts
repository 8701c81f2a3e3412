import { pathOf, type AskingRequest } from './identification.ts';

/** Where gateways send what they have by HTTP. */
const gatewayPaths = '/api/v1/ingest/';

/**
 * What to send with a 401. Basic is named on the gateways' own paths alone: anywhere else a browser would put up its
 * own password box in front of the console.
 */
export function challenge(request: AskingRequest): string {
  const bearer = 'Bearer realm="homeward"';
  return pathOf(request).startsWith(gatewayPaths) ? `${bearer}, Basic realm="homeward gateways"` : bearer;
}
