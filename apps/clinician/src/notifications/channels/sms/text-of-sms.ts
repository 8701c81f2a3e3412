import type { OutgoingMessage } from '../channel.ts';

/** The words of an SMS: a few parts at most, and the link whole. */
export function textOfSms({ title, body, link }: Pick<OutgoingMessage, 'title' | 'body' | 'link'>): string {
  const words = [title, body].filter((line) => line !== '').join('\n');
  const room = 600 - (link?.length ?? 0);
  const shortened = words.length > room ? `${words.slice(0, room - 1)}…` : words;
  return link === undefined ? shortened : `${shortened}\n${link}`;
}
