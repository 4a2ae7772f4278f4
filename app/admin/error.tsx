"use client";

import { PageError } from "#components/ui/page-error.tsx";

/** Inside the frame, so that the way elsewhere stays. */
export default PageError;
