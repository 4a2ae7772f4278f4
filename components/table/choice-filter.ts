import type { ReactNode } from "react";

export interface ChoiceFilter {
  kind: "choice";
  /** The parameter that holds the chosen value, or several as `a,b`. */
  name: string;
  label: string;
  options: { value: string; text: string; look?: ReactNode }[];
  /** Whether several may be chosen. */
  many?: boolean;
}
