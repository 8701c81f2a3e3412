import type { ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  /** What can be done with the section as a whole, beside its title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One part of a page under its own heading. */
export function Section({ title, actions, children }: SectionProps) {
  return (
    <section className="hw-section">
      <div className="hw-section__head">
        <h2 className="nhsuk-heading-s">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
