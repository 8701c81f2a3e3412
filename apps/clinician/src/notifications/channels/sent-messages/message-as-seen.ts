import type { SentMessage } from '#libs/contracts';

/**
 * A kept message as a person sees it. How it is replied to, by its link or its code, is for the person to whom it would have
 * been sent: another could acknowledge an alert in their name.
 */
export function messageAsSeen(message: SentMessage, reader: { readonly id: string }): SentMessage {
  if (message.personId === reader.id) return message;
  return { ...message, body: message.body.replaceAll(/\S*\/a\?t=\S+/g, '(link)').replaceAll(/\b\d{6}\b/g, '(code)') };
}
