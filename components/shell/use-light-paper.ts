import { useEffect } from "react";

/** Prints in the light theme, whichever is on the screen: paper is white. */
export function useLightPaper(): void {
  useEffect(() => {
    const { classList } = document.documentElement;
    let isDark = false;
    const before = () => {
      isDark = classList.replace("dark", "light");
    };
    const after = () => {
      if (isDark) classList.replace("light", "dark");
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
}
