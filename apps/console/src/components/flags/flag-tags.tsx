import type { PatientFlag } from '#libs/contracts';
import { flagWords } from '../words/flag-words.ts';

/** What has to be known of a patient wherever they are shown: a tag for each flag. */
export function FlagTags({ flags }: { readonly flags: readonly PatientFlag[] }) {
  return flags.map((flag) => (
    <span key={`${flag.kind} ${flag.text ?? ''}`} className="hw-tag">
      {flagWords(flag)}
    </span>
  ));
}
