import { type ContactChannel, type AlertId, type NotificationId } from '#libs/contracts';

/** A notification as a channel gets it to deliver. */
export interface OutgoingMessage {
  /** Goes along as Message-ID, reference or webhook-id, so that a receiver knows what it gets twice. */
  readonly id: NotificationId;
  readonly alertId: AlertId | null;
  readonly personId: string;
  readonly personName: string;
  readonly address: string;
  readonly title: string;
  readonly body: string;
  /** Opens what it is about; undefined where there is nothing to open. */
  readonly link: string | undefined;
  /** What an SMS that is sent back with it acknowledges by; undefined where none does. */
  readonly code: string | undefined;
  readonly at: Date;
}

/** A way of notifying people: one provider behind one interface. */
export interface Channel {
  readonly channel: ContactChannel;
  /** Whose failures are counted together: the provider, or the server that the address names. */
  providerOf(address: string): string;
  /**
   * Delivers to the provider, or rejects at the latest when the signal aborts.
   *
   * @returns what the provider answered.
   * @throws DeliveryRefusedError when trying again cannot help.
   * @throws ProviderUnavailableError when it can.
   */
  send(message: OutgoingMessage, context: { readonly signal: AbortSignal }): Promise<string>;
}
