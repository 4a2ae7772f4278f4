CREATE TABLE "status_polls" (
	"message_id" bigint PRIMARY KEY NOT NULL,
	"provider_id" integer NOT NULL,
	"asked" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "status_polls" ADD CONSTRAINT "status_polls_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "status_polls_due" ON "status_polls" USING btree ("provider_id","due_at");