"use client";

import { Toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { I18nProvider, RouterProvider } from "react-aria-components";
import { LogoProvider } from "./logo.tsx";
import { Offline } from "./offline.tsx";
import { useLightPaper } from "./use-light-paper.ts";

/** The context of all client components: React Aria's locale and direction, its router, the logo, the toasts. */
export function Providers({
  locale,
  logo,
  children,
}: {
  locale: string;
  logo: string | null;
  children: ReactNode;
}) {
  const router = useRouter();
  useLightPaper();
  return (
    <I18nProvider locale={locale}>
      <RouterProvider navigate={(path) => router.push(path)}>
        <LogoProvider version={logo}>{children}</LogoProvider>
        <Toast.Provider placement="bottom end" />
        <Offline />
      </RouterProvider>
    </I18nProvider>
  );
}
