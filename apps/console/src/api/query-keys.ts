/**
 * The keys by which answers are kept, so that whoever changes or fetches one anew names it as whoever asked for it. Each
 * begins with its resource: `[resource]` alone means every answer about it.
 */
export const queryKeys = {
  wardsOverview: () => ['wards-overview'] as const,
} as const;
