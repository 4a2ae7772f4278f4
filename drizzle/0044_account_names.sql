ALTER TABLE "accounts" ADD COLUMN "arabic_name" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_arabic_name_unique" UNIQUE("arabic_name");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_arabic_name" CHECK (length("accounts"."arabic_name") between 1 and 100 and "accounts"."arabic_name" <> "accounts"."name");--> statement-breakpoint
-- Found by both names. Its index goes with the column.
ALTER TABLE "accounts" DROP COLUMN "name_search";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "name_search" text GENERATED ALWAYS AS (search_fold(name || E'\n' || coalesce(arabic_name, ''))) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "accounts_name_search" ON "accounts" USING gin (search_pieces("name_search"));
