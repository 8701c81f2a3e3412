/** Plain pages in the look of the NHS: no script, no file to fetch, so that they work before anything else does. */

const style = `
*{box-sizing:border-box}
body{margin:0;background:#f0f4f5;color:#212b32;font:1.1875rem/1.5 Arial,sans-serif}
header{background:#005eb8;color:#fff;padding:1rem}
header p{margin:0 auto;max-width:44rem;font-weight:700}
main{margin:0 auto;max-width:44rem;padding:2rem 1rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 1.5rem}
label{display:block;font-weight:700;margin:0 0 .25rem}
.field{margin:0 0 1.5rem}
input{display:block;width:100%;max-width:24rem;min-height:2.75rem;padding:.25rem .5rem;border:2px solid #4c6272;font:inherit;background:#fff;color:inherit}
input:focus,button:focus,a:focus{outline:4px solid #ffeb3b;outline-offset:0;box-shadow:inset 0 0 0 4px #212b32}
button{min-height:2.75rem;padding:.5rem 1rem;border:0;border-bottom:4px solid #00401e;border-radius:4px;background:#007f3b;color:#fff;font:inherit;font-weight:700;cursor:pointer}
button:hover{background:#00662f}
.problem{border:4px solid #d5281b;background:#fff;padding:1rem 1.5rem;margin:0 0 2rem}
.problem h2{margin:0 0 .5rem;font-size:1.5rem}
.problem p{margin:0}
a{color:#005eb8}
`;

/** The only place from which these pages take anything: their own style, under a nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export interface SignInPage {
  /** Where the form goes. */
  readonly action: string;
  readonly nonce: string;
  readonly username?: string;
  /** What was wrong with the last attempt. */
  readonly problem?: string;
}

/** User name and password; the name is kept after a failure, the password never. */
export function signInPage(page: SignInPage): string {
  const title = page.problem === undefined ? 'Sign in' : 'Error: sign in';
  const describedBy = page.problem === undefined ? '' : ' aria-describedby="problem-text" aria-invalid="true"';
  return document(
    { title, nonce: page.nonce },
    `${page.problem === undefined ? '' : problemBox(page.problem)}
<h1>Sign in to Homeward</h1>
<form method="post" action="${escape(page.action)}" novalidate>
<div class="field"><label for="username">User name</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" value="${escape(page.username ?? '')}"${describedBy}></div>
<div class="field"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"${describedBy}></div>
<button type="submit">Sign in</button>
</form>`,
  );
}

/** Something that signing in cannot go on from, with a way back to the start. */
export function brokenSignInPage(page: {
  readonly nonce: string;
  readonly explanation: string;
  readonly startUrl: string;
}): string {
  return document(
    { title: 'Sign-in did not work', nonce: page.nonce },
    `<h1>Sign-in did not work</h1>
<p>${escape(page.explanation)}</p>
<p><a href="${escape(page.startUrl)}">Start again</a></p>`,
  );
}

const problemBox = (problem: string): string =>
  `<div class="problem" role="alert" tabindex="-1"><h2>There is a problem</h2><p id="problem-text">${escape(problem)}</p></div>`;

function document(head: { readonly title: string; readonly nonce: string }, main: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(head.title)} – Homeward</title>
<style nonce="${escape(head.nonce)}">${style}</style>
</head>
<body>
<header><p>Homeward</p></header>
<main>
${main}
</main>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
