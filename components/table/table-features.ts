import {
  type ColumnDef,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from "@tanstack/react-table";

/** How a column looks beyond its cells. */
export interface ColumnLook {
  /** Its name: the column's header, the label on a phone's card, the entry in the column menu. */
  name: string;
  /** Numbers are aligned to the end, in tabular figures. */
  numeric?: boolean;
  /** Hidden if the table is narrower than this, unless the user shows it. A card also shows the `medium` ones. */
  from?: "medium" | "wide";
  /** On a card it takes the whole first line. Exactly one column has it; if rows open, it holds the link. */
  main?: boolean;
  /**
   * On cards of two lines, where it stands: at the end of the first line, or at the start or the end of the second.
   * Where any column has it, those without it are not on the cards.
   */
  card?: "end" | "below" | "below-end";
  /** A single icon button: its header is only for screen readers, and a card has it in the corner. */
  menu?: boolean;
}

/**
 * The service filters, sorts and paginates, and the address holds that state: of TanStack's features only column
 * visibility is needed.
 */
export const features = tableFeatures({ columnVisibilityFeature, columnMeta: {} as ColumnLook });

export type Column<Row extends object> = ColumnDef<typeof features, Row, unknown>;

/** Creates columns for rows of this type, each with `meta: { name }`. */
export function columnsOf<Row extends object>() {
  return createColumnHelper<typeof features, Row>();
}
