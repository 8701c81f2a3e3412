import type { PatientId, StayId } from '#libs/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { dischargeStay } from '../../api/acts.ts';
import { ProblemSummary } from '../page-states/page-states.tsx';

export interface DischargeProps {
  readonly stayId: StayId;
  readonly patientId: PatientId;
  readonly patientLabel: string;
  readonly onClose: () => void;
}

/** Asks once more before a discharge, since from then on nobody is alerted to this patient. */
export function DischargeDialog({ stayId, patientId, patientLabel, onClose }: DischargeProps) {
  const client = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [reason, setReason] = useState('');
  const discharge = useMutation({
    mutationFn: () => dischargeStay(stayId, reason.trim() === '' ? {} : { reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['patient', patientId] });
      void client.invalidateQueries({ queryKey: ['alerts'] });
      onClose();
    },
  });
  useEffect(() => dialog.current?.showModal(), []);

  return (
    <dialog className="hw-dialog" ref={dialog} aria-labelledby={`${id}title`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          discharge.mutate();
        }}
      >
        <h2 className="nhsuk-heading-m" id={`${id}title`}>
          Discharge {patientLabel}?
        </h2>
        {discharge.isError && <ProblemSummary title="The patient was not discharged" error={discharge.error} />}
        <p>The stay ends, open alerts are closed, and readings that still come in alert nobody.</p>
        <label className="nhsuk-label" htmlFor={id}>
          Reason <span className="hw-optional">(optional)</span>
        </label>
        <textarea
          className="nhsuk-textarea"
          id={id}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="hw-actions">
          <button
            type="submit"
            className="nhsuk-button nhsuk-button--warning hw-button--small"
            disabled={discharge.isPending}
          >
            {discharge.isPending ? 'Discharging…' : 'Discharge'}
          </button>
          <button type="button" className="nhsuk-button nhsuk-button--secondary hw-button--small" onClick={onClose}>
            Keep on the ward
          </button>
        </div>
      </form>
    </dialog>
  );
}
