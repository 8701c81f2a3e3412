/** A table longer than this says so and shows the newest. */
export const mostRows = 200;

export function MoreRows({ total }: { readonly total: number }) {
  if (total <= mostRows) return null;
  return (
    <p>
      The newest {mostRows} of {total} are shown.
    </p>
  );
}
