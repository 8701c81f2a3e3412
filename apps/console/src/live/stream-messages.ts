/** An event as it came: its name and data are not yet read by their schema, which the page does. */
export interface ReceivedEvent {
  readonly event: string;
  readonly data: unknown;
}

/** What the one stream of the browser says to its pages. */
export type StreamMessage =
  | { readonly kind: 'events'; readonly events: readonly ReceivedEvent[] }
  /** A sign of life without an event. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'lost' };

/** What a page says to the stream. */
export type PageMessage =
  /** It is there, for this person; said again and again, so that a page that went without a word is noticed. */
  { readonly kind: 'here'; readonly personId: string } | { readonly kind: 'gone' };
