ALTER TABLE "message_events" ADD COLUMN "provider_id" integer;--> statement-breakpoint
ALTER TABLE "providers" ADD COLUMN "takes_over" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- The name of who refused stood before its answer. A name holds neither colons nor blanks.
UPDATE "message_events" e SET "provider_id" = p."id", "detail" = substr(e."detail", length(p."name") + 3)
FROM "providers" p
WHERE e."kind" = 'failover' AND split_part(e."detail", ': ', 1) = p."name" AND starts_with(e."detail", p."name" || ': ');
