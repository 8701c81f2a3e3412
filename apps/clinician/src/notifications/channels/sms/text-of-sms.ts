import type { OutgoingMessage } from '../channel.ts';

/** The words of an SMS: a few parts at most, and the link and the code to reply with whole. */
export function textOfSms({
  title,
  body,
  link,
  code,
}: Pick<OutgoingMessage, 'title' | 'body' | 'link' | 'code'>): string {
  const words = [title, body].filter((line) => line !== '').join('\n');
  const ending = [link, code === undefined ? undefined : `Reply ${code} to acknowledge.`]
    .filter((line) => line !== undefined)
    .map((line) => `\n${line}`)
    .join('');
  const room = 600 - ending.length;
  const shortened = words.length > room ? `${words.slice(0, room - 1)}…` : words;
  return shortened + ending;
}
