import { ledgerCsv } from "../../../../../account/ledger-csv.ts";

/** The account's ledger of the asked period as a file, for admins only. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  return ledgerCsv(request, "admin", (await params).id);
}
