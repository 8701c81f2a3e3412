import { useEffect } from 'react';
import { useWaitingAlerts } from './waiting-alerts.tsx';

export interface PageHeadingProps {
  readonly title: string;
  /** Where what is on screen says the same in its own way. */
  readonly isHidden?: boolean;
}

/** The page's one h1, which also names the browser's tab, after the number of alerts that wait: `(2) Patients – Homeward`. */
export function PageHeading({ title, isHidden = false }: PageHeadingProps) {
  const waiting = useWaitingAlerts();
  useEffect(() => {
    document.title = `${waiting === 0 ? '' : `(${String(waiting)}) `}${title} – Homeward`;
  }, [title, waiting]);
  return <h1 className={isHidden ? 'nhsuk-u-visually-hidden' : 'nhsuk-heading-l hw-page-heading'}>{title}</h1>;
}
