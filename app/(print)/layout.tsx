import "./print.css";
import type { ReactNode } from "react";

/** Pages for paper: without the frame of the dashboard. */
export default function PrintLayout({ children }: { children: ReactNode }) {
  return <main className="print-page">{children}</main>;
}
