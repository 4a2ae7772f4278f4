CREATE TYPE "public"."provider_test_outcome" AS ENUM('accepted', 'rejected', 'unknown');--> statement-breakpoint
CREATE TYPE "public"."provider_test_report" AS ENUM('delivered', 'failed');--> statement-breakpoint
CREATE TABLE "provider_tests" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "provider_tests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"provider_id" integer NOT NULL,
	"outcome" "provider_test_outcome",
	"answer_ms" integer,
	"ref_hashes" text[] NOT NULL,
	"report" "provider_test_report",
	"report_word" text,
	"reported_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "provider_tests" ADD CONSTRAINT "provider_tests_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "provider_tests_provider" ON "provider_tests" USING btree ("provider_id","id");