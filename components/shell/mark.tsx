/** The mark: a gate whose opening is a keyhole. Drawn in the current colour. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" className={className} fill="none">
      <path d="M4 29V15a12 12 0 0 1 24 0v14" stroke="currentColor" strokeWidth="3.5" strokeLinecap="round" />
      <path
        d="M16 13.2a4 4 0 0 1 2.3 7.27l1.2 6.6a1.6 1.6 0 0 1-1.57 1.9h-3.86a1.6 1.6 0 0 1-1.57-1.9l1.2-6.6A4 4 0 0 1 16 13.2Z"
        fill="currentColor"
      />
    </svg>
  );
}
