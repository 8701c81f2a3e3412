/** Keeps the gateway's handlers apart from those of other services in the same process. */
export const gatewayTransportId = Symbol('gateway');
