/** Tells the gateway's handlers from those of other services in the same process. */
export const gatewayTransportId = Symbol('gateway');
