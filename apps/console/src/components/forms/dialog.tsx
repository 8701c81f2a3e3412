import type { ReactNode } from 'react';
import { useModal } from './use-modal.ts';

export interface DialogProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form before everything else; Escape closes it. */
export function Dialog({ label, onClose, children }: DialogProps) {
  const dialog = useModal();
  return (
    <dialog
      className="hw-dialog"
      ref={dialog}
      aria-label={label}
      onClose={(event) => {
        if (!event.currentTarget.open) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
