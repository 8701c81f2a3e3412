import type { Sbar } from '#libs/contracts';
import { t } from '@lingui/core/macro';

type Part = 'situation' | 'background' | 'assessment' | 'recommendation';

/** The parts, in the order in which they are said. */
export const sbarTitles = (): readonly { readonly part: Part; readonly title: string }[] => [
  { part: 'situation', title: t`Situation` },
  { part: 'background', title: t`Background` },
  { part: 'assessment', title: t`Assessment` },
  { part: 'recommendation', title: t`Recommendation` },
];

/** The whole as plain text, for a message or a record. */
export function sbarText(sbar: Sbar): string {
  return sbarTitles()
    .map(({ part, title }) => [title, ...sbar[part].map((line) => `- ${line}`)].join('\n'))
    .join('\n\n');
}
