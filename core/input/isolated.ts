/** What a person typed, where there is room for text alone and not for a `<bdi>`, such as in an option or a toast. */
export const isolated = (text: string) => `\u2068${text}\u2069`;
