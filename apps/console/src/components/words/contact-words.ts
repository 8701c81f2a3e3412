import type { CallOutcome, ContactKind } from '#libs/contracts';
import { t } from '@lingui/core/macro';

export function contactKindWords(kind: ContactKind): string {
  switch (kind) {
    case 'patient':
      return t`The patient`;
    case 'next-of-kin':
      return t`Next of kin`;
    case 'carer':
      return t`Carer`;
    case 'general-practice':
      return t`General practice`;
    case 'other':
      return t`Other`;
  }
}

export function callOutcomeWords(outcome: CallOutcome): string {
  switch (outcome) {
    case 'reached':
      return t`Reached`;
    case 'no-answer':
      return t`No answer`;
    case 'left-message':
      return t`Left a message`;
    case 'wrong-number':
      return t`Wrong number`;
    case 'declined':
      return t`Did not want to talk`;
  }
}
