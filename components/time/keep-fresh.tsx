"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reloads the page's data at an interval while it is visible, and when the user returns to it. */
export function KeepFresh({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && router.refresh();
    const timer = setInterval(look, seconds * 1000);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [router, seconds]);
  return null;
}
