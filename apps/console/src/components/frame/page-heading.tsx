import { useEffect } from 'react';

/** The page's one h1, which also names the browser's tab. */
export function PageHeading({ title }: { readonly title: string }) {
  useEffect(() => {
    document.title = `${title} – Homeward`;
  }, [title]);
  return <h1 className="nhsuk-heading-l hw-page-heading">{title}</h1>;
}
