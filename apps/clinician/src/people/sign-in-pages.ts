/** The two pages that a person sees who is not signed in, apart from the provider's own. Script-free. */

const style = `body{margin:0;background:#f0f4f5;color:#212b32;font:1.1875rem/1.5 Arial,sans-serif}
header{background:#005eb8;color:#fff;padding:1rem}header p{margin:0 auto;max-width:44rem;font-weight:700}
main{margin:0 auto;max-width:44rem;padding:2rem 1rem}h1{font-size:2rem;line-height:1.2;margin:0 0 1.5rem}
a{color:#005eb8}a:focus{outline:4px solid #ffeb3b;background:#ffeb3b;color:#212b32}`;

export interface Notice {
  readonly title: string;
  readonly text: string;
  readonly link: { readonly to: string; readonly text: string };
  /** Follow the link without being asked. */
  readonly goesOn?: boolean;
}

export function noticePage(notice: Notice, nonce: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(notice.title)} – Homeward</title>
${notice.goesOn === true ? `<meta http-equiv="refresh" content="0; url=${escape(notice.link.to)}">\n` : ''}<style nonce="${escape(nonce)}">${style}</style>
</head>
<body>
<header><p>Homeward</p></header>
<main>
<h1>${escape(notice.title)}</h1>
<p>${escape(notice.text)}</p>
<p><a href="${escape(notice.link.to)}">${escape(notice.link.text)}</a></p>
</main>
</body>
</html>
`;
}

export const noticePolicy = (nonce: string): string =>
  `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
