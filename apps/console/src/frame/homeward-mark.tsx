/** A house with a heartbeat. */
export function HomewardMark() {
  return (
    <svg
      viewBox="0 0 32 32"
      width="32"
      height="32"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentcolor"
    >
      <path d="M4 15.5 16 5l12 10.5V28H4z" strokeWidth="2.2" strokeLinejoin="round" />
      <path d="M6 20h5.5l2-4.5 3.4 8 2.2-3.5H26" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
