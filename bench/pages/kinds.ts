/** Pages whose paths differ only in numbers are of one kind. */
export const kindOf = (path: string): string => path.replace(/\/\d+(?=\/|$)/g, "/:id");

/** Whether a link leads to a page of the same side as `from`, developers' or admins', and not to a file or a route handler. */
export function isPage(link: string, from: string): boolean {
  const isAdmins = (path: string) => path === "/admin" || path.startsWith("/admin/");
  return isAdmins(link) === isAdmins(from) && !/^\/(api|_next)\/|\/[^/]*\.\w+$|\/(export|ledger)$/.test(link);
}
