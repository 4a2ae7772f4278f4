CREATE TYPE "public"."token_access" AS ENUM('full', 'send', 'read');--> statement-breakpoint
ALTER TYPE "public"."refusal_check" ADD VALUE 'scope';--> statement-breakpoint
CREATE TABLE "token_counts" (
	"token_id" integer NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "token_counts_token_id_hour_pk" PRIMARY KEY("token_id","hour")
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "access" "token_access" DEFAULT 'full' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "template_ids" integer[];--> statement-breakpoint
ALTER TABLE "token_counts" ADD CONSTRAINT "token_counts_token_id_api_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."api_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_templates" CHECK ("api_tokens"."template_ids" is null or (cardinality("api_tokens"."template_ids") between 1 and 100 and "api_tokens"."access" <> 'read'));