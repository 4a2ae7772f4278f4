/**
 * Wraps user-entered text in Unicode direction isolates, for places that take only text and no `<bdi>`, such as an
 * option or a toast.
 */
export const isolated = (text: string) => `\u2068${text}\u2069`;
