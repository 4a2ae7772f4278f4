import { Separator } from "react-aria-components";

/** A line between the groups of a menu. */
export function MenuSeparator() {
  return <Separator className="my-1 border-t border-separator" />;
}
