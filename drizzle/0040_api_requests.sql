CREATE TYPE "public"."request_error" AS ENUM('token', 'address', 'suspended', 'scope', 'invalid', 'unreadable', 'media_type', 'too_large', 'method', 'not_found', 'key_reused', 'quota', 'too_many', 'refused', 'unanswered', 'unavailable', 'internal');--> statement-breakpoint
CREATE TABLE "api_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"token_id" integer NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"status" smallint NOT NULL,
	"duration_ms" integer NOT NULL,
	"address" "inet",
	"error" "request_error",
	"field" text,
	"message_id" bigint,
	"number_hash" "bytea",
	"body" text NOT NULL,
	"answer" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_requests" ADD CONSTRAINT "api_requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_requests" ADD CONSTRAINT "api_requests_token_id_api_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."api_tokens"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_requests_account" ON "api_requests" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "api_requests_status" ON "api_requests" USING btree ("account_id","status","id");--> statement-breakpoint
CREATE INDEX "api_requests_token" ON "api_requests" USING btree ("token_id","id");--> statement-breakpoint
CREATE INDEX "api_requests_number" ON "api_requests" USING btree ("account_id","number_hash","id") WHERE "api_requests"."number_hash" is not null;