"use client";

import { PageError } from "#components/ui/page-error.tsx";

/** Shown inside the layout, so that the navigation stays available. */
export default PageError;
