/** A problem of the form as a whole, above its fields. */
export function FormProblem({ children }: { children: string | undefined }) {
  if (!children) return null;
  return (
    <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-[13px] text-danger-soft-foreground">
      {children}
    </p>
  );
}
