import { useEffect } from 'react';
import { useWaitingAlerts } from './waiting-alerts.tsx';

/** The page's one h1, which also names the browser's tab, after the number of alerts that wait: `(2) Patients – Homeward`. */
export function PageHeading({ title }: { readonly title: string }) {
  const waiting = useWaitingAlerts();
  useEffect(() => {
    document.title = `${waiting === 0 ? '' : `(${String(waiting)}) `}${title} – Homeward`;
  }, [title, waiting]);
  return <h1 className="nhsuk-heading-l hw-page-heading">{title}</h1>;
}
