import { type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Something that a button opens where the button was, and that gives the focus back to the button when it closes. */
export interface Disclosure {
  readonly isOpen: boolean;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly open: () => void;
  readonly close: () => void;
}

export function useDisclosure(): Disclosure {
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return {
    isOpen,
    opener,
    open: () => setIsOpen(true),
    close: () => {
      flushSync(() => setIsOpen(false));
      opener.current?.focus();
    },
  };
}
