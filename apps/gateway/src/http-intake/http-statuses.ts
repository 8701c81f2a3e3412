/** The HTTP status of each error code of the gateway service that has one of its own. */
export const gatewayStatusOfCode = { 'gateway-too-fast': 429, 'gateway-volume-used-up': 429 } as const;
