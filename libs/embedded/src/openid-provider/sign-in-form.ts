import type { IncomingMessage } from 'node:http';

export interface SignInForm {
  readonly username: string;
  readonly password: string;
}

const longestForm = 4096;

/** What a person has filled in; undefined where the body is too long to be the form. */
export async function readSignInForm(request: IncomingMessage): Promise<SignInForm | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    // A stream without an encoding yields Buffers.
    const piece = chunk as Buffer;
    bytes += piece.length;
    if (bytes > longestForm) return undefined;
    chunks.push(piece);
  }
  const fields = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  const username = (fields.get('username') ?? '').trim().toLowerCase();
  return { username, password: fields.get('password') ?? '' };
}
