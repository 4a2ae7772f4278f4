import { ledgerCsv } from "../../../account/ledger-csv.ts";

/** The ledger of the asked period as a file. */
export async function GET(request: Request): Promise<Response> {
  return ledgerCsv(request, "developer", null);
}
