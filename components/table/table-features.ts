import {
  type ColumnDef,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from "@tanstack/react-table";

/** How a column looks beyond its cells. */
export interface ColumnLook {
  /** Its name: the head of the column, the label on a phone's card, the entry in the menu of columns. */
  name: string;
  /** Numbers stand at the end side, in tabular figures. */
  numeric?: boolean;
  /**
   * Left out where the table itself is narrower than this, unless somebody asks for it. A card has the `medium` ones,
   * too.
   */
  from?: "medium" | "wide";
  /** On a card it takes the whole first line. Exactly one column has it; where rows open, it holds the link. */
  main?: boolean;
  /** One icon button: its name is for those who do not see that it needs none, and a card has it in its corner. */
  menu?: boolean;
}

/**
 * Rows are filtered, sorted and cut into pages by the service that reads them, and the address says how: of TanStack's
 * features only the visibility of columns is needed.
 */
export const features = tableFeatures({ columnVisibilityFeature, columnMeta: {} as ColumnLook });

export type Column<Row extends object> = ColumnDef<typeof features, Row, unknown>;

/** Makes columns of rows of this type, each with `meta: { name }`. */
export function columnsOf<Row extends object>() {
  return createColumnHelper<typeof features, Row>();
}
