// Apart from the schemas that use them, so that pages need not load Zod.

export const senderStates = ["requested", "registered"] as const;
export type SenderState = (typeof senderStates)[number];

export const approvalStates = ["not_submitted", "submitted", "accepted", "refused"] as const;
export type ApprovalState = (typeof approvalStates)[number];

/** How an accepted text is handed over: as a whole, or by the operator's template code. */
export const approvedAs = ["text", "template"] as const;
export type ApprovedAs = (typeof approvedAs)[number];
