/** The pages of a link to acknowledge by. Script-free, and without anything of a patient. */

const style = `body{margin:0;background:#f0f4f5;color:#212b32;font:1.1875rem/1.5 Arial,sans-serif}
header{background:#005eb8;color:#fff;padding:1rem}header p{margin:0 auto;max-width:44rem;font-weight:700}
main{margin:0 auto;max-width:44rem;padding:2rem 1rem}h1{font-size:2rem;line-height:1.2;margin:0 0 1.5rem}
button{background:#00703c;border:0;color:#fff;cursor:pointer;font:inherit;font-weight:700;padding:.75rem 1.5rem}
a{color:#005eb8}a:focus,button:focus{outline:4px solid #ffeb3b;background:#ffeb3b;color:#212b32}`;

export interface ReplyPage {
  readonly title: string;
  readonly text: string;
  /** Where the one button posts to; undefined on a page that asks nothing. */
  readonly acknowledgeAt?: string;
  /** Where the console has it; undefined where that is not known. */
  readonly consoleLink: string | undefined;
}

export function replyPage({ title, text, acknowledgeAt, consoleLink }: ReplyPage, nonce: string): string {
  const form =
    acknowledgeAt === undefined
      ? ''
      : `<form method="post" action="${escape(acknowledgeAt)}"><button type="submit">Acknowledge</button></form>\n`;
  const link =
    consoleLink === undefined ? '' : `<p><a href="${escape(consoleLink)}">Sign in and open Homeward</a></p>\n`;
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)} – Homeward</title>
<style nonce="${escape(nonce)}">${style}</style>
</head>
<body>
<header><p>Homeward</p></header>
<main>
<h1>${escape(title)}</h1>
<p>${escape(text)}</p>
${form}${link}</main>
</body>
</html>
`;
}

export const replyPagePolicy = (nonce: string): string =>
  `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
