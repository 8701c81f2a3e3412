/** The Postgres channel that is notified after every commit that appended to the live stream. */
export const liveChannel = 'clinician_live';
