import { StayId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { stayQuery } from '../../api/queries.ts';
import { DischargeDialog } from './discharge.tsx';
import { Dialog } from '../forms/dialog.tsx';
import { Loading, ProblemSummary } from '../page-states/page-states.tsx';
import { CancelForm, ReinstateForm } from './correction-forms.tsx';
import { ExpectedDischargeForm } from './expected-discharge-form.tsx';
import { LeaveForm, ReturnForm } from './leave-form.tsx';
import { changeButton, type StayFormId } from './stay-changes.ts';
import { SwapForm } from './swap-form.tsx';
import { TransferForm } from './transfer-form.tsx';
import type { StayFormProps } from './use-stay-form.ts';

export interface StayDialogProps extends Omit<StayFormProps, 'stay'> {
  readonly open: StayFormId;
}

/** The form of one change of a stay, before everything else. */
export function StayDialog({ open, ...props }: StayDialogProps) {
  const stayId = StayId.safeParse(open.stayId).data;
  if (stayId === undefined) return null;
  if (open.change === 'discharge') return <DischargeDialog stayId={stayId} {...props} />;
  return (
    <Dialog label={changeButton(open.change)} onClose={props.onClose}>
      <OfStay stayId={stayId} open={open} {...props} />
    </Dialog>
  );
}

function OfStay({ stayId, open, ...props }: StayDialogProps & { readonly stayId: StayId }) {
  // A page behind the form may keep an earlier answer, which the form must not take for what is so now.
  const stay = useQuery({ ...stayQuery(stayId), refetchOnMount: 'always' });
  if (stay.isPending || !stay.isFetchedAfterMount) return <Loading what={t`the stay`} />;
  if (stay.data === undefined) {
    return (
      <ProblemSummary title={t`The stay could not be fetched`} error={stay.error} onRetry={() => void stay.refetch()} />
    );
  }
  return <OneForm open={open} stay={stay.data} {...props} />;
}

function OneForm({ open, ...props }: StayFormProps & { readonly open: StayFormId }) {
  switch (open.change) {
    case 'transfer':
      return <TransferForm wardId={open.target} {...props} />;
    case 'swap':
      return <SwapForm other={open.target} {...props} />;
    case 'expect':
      return <ExpectedDischargeForm {...props} />;
    case 'leave':
      return <LeaveForm {...props} />;
    case 'return':
      return <ReturnForm {...props} />;
    case 'cancel':
      return <CancelForm {...props} />;
    case 'reinstate':
      return <ReinstateForm {...props} />;
    case 'discharge':
      return null;
  }
}
