"use client";

import { Toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { I18nProvider, RouterProvider } from "react-aria-components";

/** What every page's client parts stand on: React Aria's locale and direction, its router, the toasts. */
export function Providers({ locale, children }: { locale: string; children: ReactNode }) {
  const router = useRouter();
  return (
    <I18nProvider locale={locale}>
      <RouterProvider navigate={(path) => router.push(path)}>
        {children}
        <Toast.Provider placement="bottom end" />
      </RouterProvider>
    </I18nProvider>
  );
}
